package io.posthorn.id;

import java.util.Optional;
import java.util.UUID;

/**
 * The kinds of public identifiers and their text form: a prefix and 27 base62 characters, which are 20 bytes as a
 * KSUID has them: 4 of time (seconds since 2014-05-13T16:53:20Z) and the 16 of the UUIDv7. The text sorts by time.
 */
public enum IdKind {
    ORGANIZATION("org"),
    APPLICATION("app"),
    ENDPOINT("ep"),
    MESSAGE("msg"),
    ATTEMPT("atmpt"),
    TASK("qtask"),
    KEY("key"),
    AUDIT_ENTRY("audit"),
    LISTED_TARGET("target");

    private final String prefix;

    IdKind(String prefix) {
        this.prefix = prefix;
    }

    /** The text before the underscore, for example {@code msg}. */
    public String prefix() {
        return prefix;
    }

    /**
     * Writes the identifier as text, for example {@code msg_2KWPBgLlAfxdpx2AI54pPJ85f4W}.
     *
     * @throws IllegalArgumentException when it is not a UUIDv7 of the years 2014 to 2150
     */
    public String format(UUID id) {
        return prefix + "_" + TimedBytes.format(id);
    }

    /** Reads the text form back; empty for anything that {@link #format} of this kind could not have written. */
    public Optional<UUID> parse(String text) {
        int separator = prefix.length();
        return text.length() == separator + 1 + Base62.LENGTH
                        && text.startsWith(prefix)
                        && text.charAt(separator) == '_'
                ? TimedBytes.parse(text.substring(separator + 1))
                : Optional.empty();
    }
}
