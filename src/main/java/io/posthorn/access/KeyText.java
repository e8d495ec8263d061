package io.posthorn.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The text of a key or token: a prefix that scanners recognise, 32 random base62 characters (190 bits) and the CRC-32
 * of all before it as 6 base62 characters, by which a slip of the pen is told from a key without a look-up.
 */
final class KeyText {

    static final String API_KEY = "ph_live_";
    static final String PORTAL = "ph_portal_";
    static final String SESSION = "ph_session_";
    static final String LINK = "ph_link_";

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int RANDOM = 32;
    private static final int CHECK = 6;
    private static final Pattern FORM = Pattern.compile("(ph_(?:live|portal)_[0-9A-Za-z]{32})([0-9A-Za-z]{6})");
    private static final SecureRandom RANDOMNESS = new SecureRandom();

    private KeyText() {}

    /** A new text with this prefix. */
    static String generate(String prefix) {
        StringBuilder text = new StringBuilder(prefix);
        RANDOMNESS.ints(RANDOM, 0, DIGITS.length()).forEach(index -> text.append(DIGITS.charAt(index)));
        return text + check(text.toString());
    }

    /** Whether the text is one that {@link #generate} could have made. */
    static boolean isWhole(String text) {
        Matcher parts = FORM.matcher(text);
        return parts.matches() && check(parts.group(1)).equals(parts.group(2));
    }

    /** What is kept of the text. */
    static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The hash as the key of a map. */
    static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }

    /** Enough to tell which key is meant, and nothing of use to anybody else. */
    static String hint(String text) {
        return text.substring(0, text.lastIndexOf('_') + 4) + "…" + text.substring(text.length() - 3);
    }

    private static String check(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        char[] digits = new char[CHECK];
        long rest = crc.getValue();
        for (int i = CHECK - 1; i >= 0; i--) {
            digits[i] = DIGITS.charAt((int) (rest % DIGITS.length()));
            rest /= DIGITS.length();
        }
        return new String(digits);
    }
}
