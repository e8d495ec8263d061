package io.posthorn.access;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key or token to be made.
 *
 * @param grants names of scopes, or of capabilities for a portal token
 * @param applications the only applications it is for; null means all of the organization
 * @param sessionId a word by which tokens can be expired together
 */
record NewKey(
        Credential.Kind kind,
        String name,
        List<String> grants,
        @Nullable Set<UUID> applications,
        @Nullable Integer requestsPerSecond,
        @Nullable Instant expiresAt,
        @Nullable String sessionId,
        List<String> featureFlags) {

    String prefix() {
        return kind == Credential.Kind.PORTAL ? KeyText.PORTAL : KeyText.API_KEY;
    }
}
