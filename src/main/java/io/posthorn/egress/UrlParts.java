package io.posthorn.egress;

/**
 * A URL taken apart by the one grammar.
 *
 * @param host as written, without brackets
 * @param bracketed whether the host stood in brackets, as IPv6 literals do
 * @param port 1 to 65535, or -1 when none is given
 * @param pathAndQuery as written; may be empty
 */
record UrlParts(boolean secure, String host, boolean bracketed, int port, String pathAndQuery) {

    int effectivePort() {
        if (port >= 0) {
            return port;
        }
        return secure ? 443 : 80;
    }
}
