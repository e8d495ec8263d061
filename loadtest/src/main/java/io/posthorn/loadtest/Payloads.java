package io.posthorn.loadtest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** JSON documents of 500 bytes, each with its own sequence number at a fixed place. */
final class Payloads {

    /** Bytes of each document. */
    static final int SIZE = 500;

    private static final String HEAD = "{\"sequence\":";
    private static final int DIGITS = 12;
    private static final int FIRST_DIGIT = HEAD.length() + 1;
    private static final byte[] TEMPLATE = template();

    private Payloads() {}

    /** The document of this number, which must not be negative. */
    static byte[] of(long sequence) {
        byte[] document = TEMPLATE.clone();
        long rest = sequence;
        for (int i = FIRST_DIGIT + DIGITS - 1; i >= FIRST_DIGIT; i--) {
            document[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return document;
    }

    /** The number of the document. */
    static long sequenceOf(byte[] document) {
        long sequence = 0;
        for (int i = FIRST_DIGIT; i < FIRST_DIGIT + DIGITS; i++) {
            sequence = sequence * 10 + document[i] - '0';
        }
        return sequence;
    }

    /** The number is text: JSON knows no leading zeroes. */
    private static byte[] template() {
        String start = HEAD + "\"" + "0".repeat(DIGITS) + "\",\"type\":\"order.created\",\"data\":{\"lines\":\"";
        String end = "\"}}";
        char[] filling = new char[SIZE - start.length() - end.length()];
        Arrays.fill(filling, 'x');
        return (start + new String(filling) + end).getBytes(StandardCharsets.US_ASCII);
    }
}
