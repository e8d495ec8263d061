package io.posthorn.id;

import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;

/**
 * UUIDv7 with 74 random bits per new millisecond (RFC 9562, 6.2 method 2). Within a millisecond, and for as long as
 * the clock is behind the last identifier, the next one is the last one plus a random step of 1 to 2^32. Lock-free:
 * the last identifier is the whole state.
 */
public final class UuidV7Generator implements IdGenerator {

    private static final long VERSION = 0x7000;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long RANDOM_HIGH = 0x0FFF;
    private static final long RANDOM_LOW = 0x3FFF_FFFF_FFFF_FFFFL;

    private final InstantSource clock;
    private final RandomGenerator random;
    private final AtomicReference<UUID> last = new AtomicReference<>(new UUID(VERSION, VARIANT));

    /**
     * A generator that has made nothing yet.
     *
     * @param random must be safe for many threads
     */
    public UuidV7Generator(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    @Override
    public UUID next() {
        long now = clock.millis();
        while (true) {
            UUID previous = last.get();
            UUID next = now > millisOf(previous) ? fresh(now) : successor(previous);
            if (last.compareAndSet(previous, next)) {
                return next;
            }
        }
    }

    private UUID fresh(long millis) {
        return of(millis << 12 | random.nextLong() & RANDOM_HIGH, random.nextLong() & RANDOM_LOW);
    }

    /** Adds the step to the 74 random bits; a carry goes on into the time, which stays ahead of the clock for a while. */
    private UUID successor(UUID previous) {
        long step = (random.nextLong() >>> 32) + 1;
        long low = (previous.getLeastSignificantBits() & RANDOM_LOW) + step;
        long high = millisOf(previous) << 12 | previous.getMostSignificantBits() & RANDOM_HIGH;
        return of(high + (low >>> 62), low & RANDOM_LOW);
    }

    private static UUID of(long timeAndRandom, long low) {
        return new UUID(timeAndRandom >>> 12 << 16 | VERSION | timeAndRandom & RANDOM_HIGH, VARIANT | low);
    }

    private static long millisOf(UUID id) {
        return id.getMostSignificantBits() >>> 16;
    }
}
