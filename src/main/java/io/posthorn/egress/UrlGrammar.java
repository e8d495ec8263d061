package io.posthorn.egress;

import static io.posthorn.egress.TargetRule.FRAGMENT;
import static io.posthorn.egress.TargetRule.NON_ASCII;
import static io.posthorn.egress.TargetRule.PORT;
import static io.posthorn.egress.TargetRule.SCHEME;
import static io.posthorn.egress.TargetRule.SYNTAX;
import static io.posthorn.egress.TargetRule.USERINFO;

/**
 * The one strict grammar {@code scheme://host[:port][/path][?query]}. Parsers disagree about sloppy URLs, and each
 * disagreement is a way past a filter; so nothing is trimmed, decoded or repaired here.
 */
final class UrlGrammar {

    private static final int MAX_LENGTH = 2048;
    private static final String NEVER = "\\<>\"{}|^`";
    private static final String SUB_DELIMITERS = "!$&'()*+,;=";

    private UrlGrammar() {}

    static UrlParts parse(String url) throws TargetRefusedException {
        requirePrintableAscii(url);
        boolean secure = isSecure(url);
        int start = url.indexOf(':') + 3;
        int end = endOfAuthority(url, start);
        String authority = url.substring(start, end);
        if (url.indexOf('#') >= 0) {
            throw new TargetRefusedException(FRAGMENT, "a fragment");
        }
        if (authority.indexOf('@') >= 0) {
            throw new TargetRefusedException(USERINFO, "user information before the host");
        }
        String pathAndQuery = url.substring(end);
        requirePathAndQuery(pathAndQuery);
        return takeApart(secure, authority, pathAndQuery);
    }

    private static void requirePrintableAscii(String url) throws TargetRefusedException {
        if (url.isEmpty() || url.length() > MAX_LENGTH) {
            throw syntax("a length of " + url.length());
        }
        for (int i = 0; i < url.length(); i++) {
            char c = url.charAt(i);
            if (c > 0x7F) {
                throw new TargetRefusedException(NON_ASCII, "a character outside of ASCII at " + i);
            }
            if (c <= ' ' || c == 0x7F || NEVER.indexOf(c) >= 0) {
                throw syntax("the character 0x" + Integer.toHexString(c) + " at " + i);
            }
        }
    }

    private static boolean isSecure(String url) throws TargetRefusedException {
        int colon = url.indexOf(':');
        if (colon <= 0 || url.substring(0, colon).indexOf('/') >= 0) {
            throw syntax("no scheme");
        }
        boolean secure = url.regionMatches(true, 0, "https", 0, colon) && colon == 5;
        boolean plain = url.regionMatches(true, 0, "http", 0, colon) && colon == 4;
        if (!secure && !plain) {
            throw new TargetRefusedException(SCHEME, "a scheme other than http and https");
        }
        if (!url.startsWith("://", colon)) {
            throw syntax("no // after the scheme");
        }
        return secure;
    }

    private static int endOfAuthority(String url, int start) {
        int end = start;
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private static UrlParts takeApart(boolean secure, String authority, String pathAndQuery)
            throws TargetRefusedException {
        boolean bracketed = authority.startsWith("[");
        int hostEnd = bracketed ? authority.indexOf(']') : authority.indexOf(':');
        if (bracketed && hostEnd < 0) {
            throw syntax("a bracket that does not close");
        }
        String host = authority.substring(bracketed ? 1 : 0, hostEnd < 0 ? authority.length() : hostEnd);
        String rest = hostEnd < 0 ? "" : authority.substring(bracketed ? hostEnd + 1 : hostEnd);
        if (host.isEmpty()) {
            throw syntax("no host");
        }
        return new UrlParts(secure, host, bracketed, port(rest), pathAndQuery);
    }

    private static int port(String text) throws TargetRefusedException {
        if (text.isEmpty()) {
            return -1;
        }
        String digits = text.substring(1);
        boolean wellFormed = text.charAt(0) == ':'
                && !digits.isEmpty()
                && digits.length() <= 5
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!wellFormed) {
            throw syntax("a port that is not a number");
        }
        int port = Integer.parseInt(digits);
        if (digits.charAt(0) == '0' || port > 65_535) {
            throw new TargetRefusedException(PORT, "port " + digits);
        }
        return port;
    }

    private static void requirePathAndQuery(String text) throws TargetRefusedException {
        boolean inQuery = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            inQuery |= c == '?';
            if (c == '%' && !isEscape(text, i) || c != '%' && !isAllowed(c, inQuery)) {
                throw syntax("the character " + c + " in path or query");
            }
        }
    }

    private static boolean isAllowed(char c, boolean inQuery) {
        return isLetterOrDigit(c)
                || "-._~/:@?".indexOf(c) >= 0
                || SUB_DELIMITERS.indexOf(c) >= 0
                || inQuery && (c == '[' || c == ']');
    }

    private static boolean isEscape(String text, int at) {
        return at + 2 < text.length()
                && Character.digit(text.charAt(at + 1), 16) >= 0
                && Character.digit(text.charAt(at + 2), 16) >= 0;
    }

    private static boolean isLetterOrDigit(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    private static TargetRefusedException syntax(String found) {
        return new TargetRefusedException(SYNTAX, found);
    }
}
