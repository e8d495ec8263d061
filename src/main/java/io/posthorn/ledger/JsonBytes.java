package io.posthorn.ledger;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Builds JSON text as bytes, so that stored JSON goes in as it is. Where the expected size was exact, nothing is copied
 * at the end. Whoever calls it writes the structure: names, commas and brackets by {@link #raw(String)}.
 */
final class JsonBytes {

    private static final byte[] NULL = {'n', 'u', 'l', 'l'};
    private static final long DAY_MILLIS = 86_400_000;

    /** Characters of a quoted {@link #time}. */
    static final int TIME_LENGTH = 26;

    private byte[] bytes;
    private int length;

    JsonBytes(int expectedLength) {
        bytes = new byte[expectedLength];
    }

    /** ASCII that is JSON already. */
    JsonBytes raw(String ascii) {
        int from = grow(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            bytes[from + i] = (byte) ascii.charAt(i);
        }
        return this;
    }

    /** Bytes that are JSON already. */
    JsonBytes raw(byte[] json) {
        System.arraycopy(json, 0, bytes, grow(json.length), json.length);
        return this;
    }

    /** A string in quotes, or null. */
    JsonBytes text(@Nullable String text) {
        if (text == null) {
            return raw(NULL);
        }
        boolean plain = isPlain(text);
        int from = grow(plain ? text.length() + 2 : 0);
        return plain ? plain(text, from) : escaped(text);
    }

    /** A list of strings, or null instead of an empty one. */
    JsonBytes texts(List<String> texts) {
        if (texts.isEmpty()) {
            return raw(NULL);
        }
        for (int i = 0; i < texts.size(); i++) {
            raw(i == 0 ? "[" : ",").text(texts.get(i));
        }
        return raw("]");
    }

    /** The moment an identifier was made, as RFC 3339 with milliseconds in UTC. */
    JsonBytes time(UUID id) {
        return time(id.getMostSignificantBits() >>> 16);
    }

    /** A moment as RFC 3339 with milliseconds in UTC, or null; later ones than the year 9999 are not representable. */
    JsonBytes time(@Nullable Instant at) {
        return at == null ? raw(NULL) : time(at.toEpochMilli());
    }

    private JsonBytes time(long epochMillis) {
        LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(epochMillis, DAY_MILLIS));
        int millis = (int) Math.floorMod(epochMillis, DAY_MILLIS);
        int at = grow(TIME_LENGTH);
        bytes[at] = '"';
        digits(at + 1, 4, day.getYear(), '-');
        digits(at + 6, 2, day.getMonthValue(), '-');
        digits(at + 9, 2, day.getDayOfMonth(), 'T');
        digits(at + 12, 2, millis / 3_600_000, ':');
        digits(at + 15, 2, millis / 60_000 % 60, ':');
        digits(at + 18, 2, millis / 1_000 % 60, '.');
        digits(at + 21, 3, millis % 1_000, 'Z');
        bytes[at + 25] = '"';
        return this;
    }

    /** The whole text; this builder must not be used after it. */
    byte[] finish() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    private void digits(int at, int count, int value, char after) {
        int rest = value;
        for (int i = at + count - 1; i >= at; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        bytes[at + count] = (byte) after;
    }

    private JsonBytes plain(String text, int from) {
        bytes[from] = '"';
        for (int i = 0; i < text.length(); i++) {
            bytes[from + 1 + i] = (byte) text.charAt(i);
        }
        bytes[from + 1 + text.length()] = '"';
        return this;
    }

    private JsonBytes escaped(String text) {
        String quoted = new String(JsonStringEncoder.getInstance().quoteAsCharArray(text));
        return raw("\"").raw(quoted.getBytes(StandardCharsets.UTF_8)).raw("\"");
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    /** Makes room at the end; returns where it begins. */
    private int grow(int count) {
        int from = length;
        length += count;
        if (length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length, bytes.length + (bytes.length >> 1)));
        }
        return from;
    }
}
