package io.posthorn.access;

import io.posthorn.id.IdGenerator;
import io.posthorn.id.IdKind;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key or token as it is kept.
 *
 * @param hint a few of its first and last characters
 * @param grants names of scopes, or of capabilities for a portal token
 * @param applications the only applications it is for; null means all of the organization
 * @param requestsPerSecond a limit of its own; null for the installation's
 * @param featureFlags what a portal token shows beyond what everybody sees; nothing for keys, which show all
 */
record StoredKey(
        UUID id,
        UUID organizationId,
        Credential.Kind kind,
        String hint,
        String name,
        List<String> grants,
        @Nullable Set<UUID> applications,
        @Nullable Integer requestsPerSecond,
        Set<String> featureFlags,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt) {

    Instant createdAt() {
        return IdGenerator.timeOf(id);
    }

    String publicId() {
        return IdKind.KEY.format(id);
    }

    boolean isLive(Instant now) {
        return expiresAt == null || expiresAt.isAfter(now);
    }

    Caller caller() {
        boolean portal = kind == Credential.Kind.PORTAL;
        Set<Permission> permissions =
                portal ? Capability.permissions(grants) : Scope.permissions(grants, applications != null);
        int limit = requestsPerSecond == null ? 0 : requestsPerSecond;
        return new Caller(
                organizationId,
                name,
                Set.copyOf(permissions),
                applications,
                new Credential(kind, publicId(), limit),
                portal ? featureFlags : null);
    }
}
