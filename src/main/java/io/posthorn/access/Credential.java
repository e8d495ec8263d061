package io.posthorn.access;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a caller showed to be let in; never its secret text.
 *
 * @param id the public identifier of the key or token; null for those that are kept nowhere
 * @param requestsPerSecond the most this credential may ask, 0 for what the installation's setting says
 */
public record Credential(Kind kind, @Nullable String id, int requestsPerSecond) {

    /** The kinds of credentials. */
    public enum Kind {
        /** The installation's own key. */
        ADMIN_KEY,
        /** A key of a program. */
        API_KEY,
        /** A token of a visitor of the portal. */
        PORTAL,
        /** A signed token of somebody whom the installation trusts. */
        JWT;

        /** As the API and the tables write it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static final Credential OF_INSTALLATION = new Credential(Kind.ADMIN_KEY, null, 0);
}
