package io.posthorn.id;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The 20 bytes of a public identifier: 4 of seconds since the KSUID epoch, taken from the UUIDv7's own time, and the 16
 * of the UUID. The time prefix adds no information; it makes the text look and sort like a KSUID.
 */
final class TimedBytes {

    private static final long EPOCH_SECONDS = 1_400_000_000L;
    private static final long MAX_SECONDS = 0xFFFF_FFFFL;
    private static final long WORD_MASK = 0xFFFF_FFFFL;

    private TimedBytes() {}

    /**
     * The text of an identifier.
     *
     * @throws IllegalArgumentException when it is not a UUIDv7 of the years 2014 to 2150
     */
    static String format(UUID id) {
        if (!isFormattable(id)) {
            throw new IllegalArgumentException(id + " is not a UUIDv7 of the years 2014 to 2150");
        }
        long seconds = secondsOf(id);
        long high = id.getMostSignificantBits();
        long low = id.getLeastSignificantBits();
        return Base62.encode(new long[] {seconds, high >>> 32, high & WORD_MASK, low >>> 32, low & WORD_MASK});
    }

    /** The identifier of a text that {@link #format} wrote; empty for every other text. */
    static Optional<UUID> parse(CharSequence text) {
        long @Nullable [] words = Base62.decode(text);
        if (words == null) {
            return Optional.empty();
        }
        UUID id = new UUID(words[1] << 32 | words[2], words[3] << 32 | words[4]);
        return isFormattable(id) && secondsOf(id) == words[0] ? Optional.of(id) : Optional.empty();
    }

    private static boolean isFormattable(UUID id) {
        long seconds = secondsOf(id);
        return id.version() == 7 && id.variant() == 2 && seconds >= 0 && seconds <= MAX_SECONDS;
    }

    private static long secondsOf(UUID id) {
        return (id.getMostSignificantBits() >>> 16) / 1000 - EPOCH_SECONDS;
    }
}
