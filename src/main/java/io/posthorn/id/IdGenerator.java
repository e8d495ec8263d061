package io.posthorn.id;

import java.time.Instant;
import java.util.UUID;

/** A source of UUIDv7 identifiers (RFC 9562), strictly increasing within one process. Safe for many threads. */
public interface IdGenerator {

    /** The next identifier; greater than every one before it, even when the clock steps back. */
    UUID next();

    /** The smallest identifier of a moment, for range queries on identifiers by time; none is older than 1970. */
    static UUID floor(Instant at) {
        return new UUID(Math.max(0, at.toEpochMilli()) << 16 | 0x7000, 0x8000_0000_0000_0000L);
    }

    /** The moment a UUIDv7 was made, to the millisecond. */
    static Instant timeOf(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }
}
