package io.posthorn.id;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.jspecify.annotations.Nullable;

/**
 * Writes 20 bytes as 27 characters of {@code 0-9A-Za-z} and reads them back. The alphabet is in ASCII order and the
 * text has a fixed width, so texts compare as the bytes do.
 */
final class Base62 {

    static final int LENGTH = 27;

    private static final int WORDS = 5;
    private static final int GROUP = 5;
    private static final long GROUP_BASE = 62L * 62 * 62 * 62 * 62;
    private static final long WORD_MASK = 0xFFFF_FFFFL;

    private Base62() {}

    /** The text of a number given as five 32-bit words, most significant first; the array is used up. */
    static String encode(long[] words) {
        byte[] text = new byte[LENGTH];
        for (int end = LENGTH; end > 0; end -= GROUP) {
            writeGroup(text, end, divideByGroupBase(words));
        }
        return new String(text, ISO_8859_1);
    }

    /** The five words that {@link #encode} wrote, or null when the text is not 27 base62 digits of 160 bits. */
    static long @Nullable [] decode(CharSequence text) {
        if (text.length() != LENGTH) {
            return null;
        }
        long[] words = new long[WORDS];
        for (int i = 0; i < LENGTH; i++) {
            int digit = digitOf(text.charAt(i));
            if (digit < 0 || overflows(words, digit)) {
                return null;
            }
        }
        return words;
    }

    private static long divideByGroupBase(long[] words) {
        long remainder = 0;
        for (int i = 0; i < WORDS; i++) {
            long dividend = remainder << 32 | words[i];
            words[i] = dividend / GROUP_BASE;
            remainder = dividend % GROUP_BASE;
        }
        return remainder;
    }

    private static void writeGroup(byte[] text, int end, long group) {
        long rest = group;
        for (int i = end - 1; i >= Math.max(end - GROUP, 0); i--) {
            text[i] = (byte) characterOf((int) (rest % 62));
            rest /= 62;
        }
    }

    private static boolean overflows(long[] words, int digit) {
        long carry = digit;
        for (int i = WORDS - 1; i >= 0; i--) {
            long product = words[i] * 62 + carry;
            words[i] = product & WORD_MASK;
            carry = product >>> 32;
        }
        return carry != 0;
    }

    private static int characterOf(int digit) {
        if (digit < 10) {
            return '0' + digit;
        }
        return digit < 36 ? 'A' + digit - 10 : 'a' + digit - 36;
    }

    private static int digitOf(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        if (c >= 'A' && c <= 'Z') {
            return c - 'A' + 10;
        }
        return c >= 'a' && c <= 'z' ? c - 'a' + 36 : -1;
    }
}
