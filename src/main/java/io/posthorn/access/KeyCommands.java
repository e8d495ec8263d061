package io.posthorn.access;

import io.posthorn.api.PageRequest;
import io.posthorn.id.IdKind;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import reactor.core.publisher.Mono;

/** What an operator does with keys from a shell, beside the API: the way in when no key is at hand. */
public final class KeyCommands {

    private static final int PAGE = 250;

    private final AccessKeys keys;

    KeyCommands(AccessKeys keys) {
        this.keys = keys;
    }

    /**
     * Makes a key and says its text.
     *
     * @param organization its identifier; null for the default organization
     * @throws IllegalArgumentException when one of the words cannot be
     */
    public Mono<String> create(@Nullable String organization, String name, List<String> scopes) {
        scopes.stream().filter(scope -> Scope.of(scope).isEmpty()).findAny().ifPresent(unknown -> {
            throw new IllegalArgumentException(
                    "--scope must be one of " + Scope.ALLOWED + ", but is '" + unknown + "'.");
        });
        if (!ApiTokenReader.NAME.allows(name)) {
            throw new IllegalArgumentException("--name must be " + ApiTokenReader.NAME.allowed() + ".");
        }
        NewKey key = new NewKey(Credential.Kind.API_KEY, name, scopes, null, null, null, null, List.of());
        return keys.create(organizationId(organization), key)
                .map(made -> made.key().publicId() + "\n" + made.text())
                .onErrorMap(
                        DataIntegrityViolationException.class,
                        _ -> new IllegalArgumentException("There is no organization '" + organization + "'."));
    }

    /** The newest keys, one a line: identifier, a few characters, scopes, when used last, end, name. */
    public Mono<String> list(@Nullable String organization) {
        return keys.list(organizationId(organization), new PageRequest(PAGE, null, false, true))
                .map(page -> page.data().stream().map(KeyCommands::line).collect(Collectors.joining("\n")));
    }

    /** Ends a key; running nodes refuse it within a second. */
    public Mono<String> revoke(@Nullable String organization, String id) {
        return keys.expire(organizationId(organization), id, Duration.ZERO)
                .map(key -> "The key " + key.publicId() + " ('" + key.name() + "') is revoked.");
    }

    private static UUID organizationId(@Nullable String text) {
        return text == null
                ? DefaultOrganization.ID
                : IdKind.ORGANIZATION
                        .parse(text)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "--organization must be the id of an organization, org_…, but is '" + text + "'."));
    }

    private static String line(StoredKey key) {
        return String.join(
                "  ",
                key.publicId(),
                key.hint(),
                String.join(",", key.grants()),
                key.lastUsedAt() == null ? "never used" : "used " + key.lastUsedAt(),
                key.expiresAt() == null ? "no end" : "ends " + key.expiresAt(),
                key.name());
    }
}
