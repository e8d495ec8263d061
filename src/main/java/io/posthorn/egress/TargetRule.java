package io.posthorn.egress;

/** The rule that a refused URL breaks. */
public enum TargetRule {
    /** Not {@code scheme://host[:port][/path][?query]} in at most 2048 printable ASCII characters. */
    SYNTAX("write it as https://host/path in at most 2048 characters, without spaces and the like"),
    /** Neither https nor http. */
    SCHEME("use https:// or http://"),
    /** A user name or password before the host. */
    USERINFO("leave out the user name and the @; for Basic authentication set the header Authorization"),
    /** A fragment, which no server ever sees. */
    FRAGMENT("leave out the # and what follows it"),
    /** A port below 1024 other than 80 and 443, or one that browsers block too. */
    PORT("use port 443, 80 or one above 1023 that no other protocol is known for"),
    /** A host name outside of letters, digits, hyphens and dots, or with a part that is too long. */
    HOST_NAME("use a host name of letters, digits, hyphens and dots"),
    /** A host that some parsers read as an IPv4 address and others do not. */
    NUMERIC_HOST("write an IPv4 address as four decimal numbers without leading zeros"),
    /** A character outside of ASCII. */
    NON_ASCII("write an international host name in its xn-- form and percent-encode the path"),
    /** A name that means something only inside of a network. */
    PRIVATE_NAME(""),
    /** An address that is not for the public Internet, or an address or name that the operator denies. */
    ADDRESS("");

    private final String advice;

    TargetRule(String advice) {
        this.advice = advice;
    }

    /** What the endpoint's owner may read: never says what is behind a name or an address. */
    String publicText() {
        return advice.isEmpty() ? "URL not allowed" : "URL not allowed: " + advice;
    }
}
