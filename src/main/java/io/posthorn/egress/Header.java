package io.posthorn.egress;

/**
 * One request header.
 *
 * @param name an RFC 9110 token
 * @param value printable ASCII, inner spaces and tabs, possibly empty
 */
public record Header(String name, String value) {

    static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    /**
     * Checks both here, whatever the HTTP library checks: a line break in a value would be a second request.
     *
     * @throws IllegalArgumentException naming the header, never its value
     */
    public Header {
        if (!isToken(name)) {
            throw new IllegalArgumentException("a header name is an RFC 9110 token");
        }
        if (!isFieldValue(value)) {
            throw new IllegalArgumentException("the value of header " + name + " is not printable ASCII");
        }
    }

    /** The name alone: values may be credentials. */
    @Override
    public String toString() {
        return name + ": …";
    }

    static boolean isToken(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean alphanumeric = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!alphanumeric && TOKEN_MARKS.indexOf(c) < 0) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    static boolean isFieldValue(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean inner = (c == ' ' || c == '\t') && i > 0 && i < value.length() - 1;
            if (!inner && (c <= ' ' || c >= 0x7F)) {
                return false;
            }
        }
        return true;
    }
}
