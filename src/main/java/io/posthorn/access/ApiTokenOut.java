package io.posthorn.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthorn.id.IdKind;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An API key as the API shows it.
 *
 * @param token the whole text, in the answer that made the key and in no other
 * @param censoredToken a few of its characters, where the whole is not shown
 */
record ApiTokenOut(
        String id,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String token,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String censoredToken,
        String name,
        List<String> scopes,
        @Nullable List<String> applications,
        @Nullable Integer requestsPerSecond,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt) {

    static ApiTokenOut whole(AccessKeys.FreshKey fresh) {
        return of(fresh.key(), fresh.text(), null);
    }

    static ApiTokenOut censored(StoredKey key) {
        return of(key, null, key.hint());
    }

    private static ApiTokenOut of(StoredKey key, @Nullable String token, @Nullable String censored) {
        return new ApiTokenOut(
                key.publicId(),
                token,
                censored,
                key.name(),
                key.grants(),
                formatted(key.applications()),
                key.requestsPerSecond(),
                key.createdAt(),
                key.expiresAt(),
                key.lastUsedAt());
    }

    private static @Nullable List<String> formatted(@Nullable Set<UUID> applications) {
        return applications == null
                ? null
                : applications.stream().map(IdKind.APPLICATION::format).sorted().toList();
    }
}
