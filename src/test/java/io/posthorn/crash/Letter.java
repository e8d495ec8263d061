package io.posthorn.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A numbered message. Its payload is of a length of its own and written so that parsing it and writing it anew would
 * change its bytes.
 *
 * @param keyed whether it is posted with an Idempotency-Key, and therefore repeated until it is answered
 */
record Letter(int number, boolean keyed, String payload) {

    private static final Pattern NUMBER = Pattern.compile("\\{ \"number\":  (\\d{1,9})");

    static Letter of(long seed, int number, boolean keyed) {
        Random random = new Random(seed * 31 + number);
        String text = "é\\u00e9😀".repeat(random.nextInt(60)) + Long.toHexString(random.nextLong());
        return new Letter(number, keyed, "{ \"number\":  " + number + ", \"a\":1.10,\"text\":\"" + text + "\" }");
    }

    String body() {
        return "{\"eventType\":\"crash.tested\",\"channels\":[\"" + Door.channelOf(number) + "\"],\"payload\":"
                + payload + "}";
    }

    String key() {
        return key(number);
    }

    static String key(int number) {
        return "letter-" + number;
    }

    String sha256() {
        return sha256(payload.getBytes(UTF_8));
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The number that a payload says it has; -1 for a payload that no letter has. */
    static int numberIn(byte[] payload) {
        Matcher matcher = NUMBER.matcher(new String(payload, UTF_8));
        return matcher.lookingAt() ? Integer.parseInt(matcher.group(1)) : -1;
    }
}
