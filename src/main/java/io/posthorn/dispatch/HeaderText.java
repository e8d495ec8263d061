package io.posthorn.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Makes any text fit into a header and into a comma-separated list: all but visible ASCII is percent-encoded as UTF-8,
 * and so are the comma and the percent sign.
 */
final class HeaderText {

    private static final String HEX = "0123456789ABCDEF";

    private HeaderText() {}

    static String escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isPlain(text.charAt(i))) {
                return encode(text);
            }
        }
        return text;
    }

    private static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(UTF_8)) {
            if (isPlain(b)) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HEX.charAt(b >> 4 & 0xF)).append(HEX.charAt(b & 0xF));
            }
        }
        return encoded.toString();
    }

    private static boolean isPlain(int c) {
        return c > ' ' && c < 0x7F && c != ',' && c != '%';
    }
}
