package io.posthorn.access;

import io.posthorn.api.RequestFields;
import io.posthorn.api.TextRule;
import io.posthorn.api.Violation;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what a caller says about a new API key. */
final class ApiTokenReader {

    /** A name is shown in logs, tables and answers. */
    static final TextRule NAME =
            new TextRule(Pattern.compile("[^\\p{Cntrl}]+"), 1, 256, "1 to 256 characters without control characters");

    private static final int MAX_APPLICATIONS = 1000;
    private static final int MAX_RATE = 1_000_000;

    private final InstantSource clock;

    ApiTokenReader(InstantSource clock) {
        this.clock = clock;
    }

    Wanted whole(RequestFields fields) {
        Set<String> applications = fields.optionalTexts("applications", TextRule.IDENTIFIER_256, MAX_APPLICATIONS);
        return new Wanted(
                fields.text("name", NAME),
                scopes(fields, applications != null),
                applications,
                fields.optionalInteger("requestsPerSecond", 1, MAX_RATE),
                expiresAt(fields));
    }

    private static List<String> scopes(RequestFields fields, boolean kept) {
        Set<String> scopes = fields.optionalTexts("scopes", TextRule.IDENTIFIER_128, Scope.values().length);
        if (scopes == null) {
            fields.refuse("scopes", "is required: send a list of " + Scope.ALLOWED);
            return List.of();
        }
        scopes.stream()
                .filter(scope -> Scope.of(scope).isEmpty())
                .forEach(scope ->
                        fields.refuse("scopes", "must be of " + Scope.ALLOWED + ", but has " + Violation.shown(scope)));
        if (kept && scopes.contains(Scope.ADMIN.text())) {
            fields.refuse("scopes", "cannot be 'admin' for a key that is kept to some applications; use 'manage'");
        }
        return List.copyOf(scopes);
    }

    private @Nullable Instant expiresAt(RequestFields fields) {
        Instant end = fields.optionalInstant("expiresAt");
        if (end != null && !end.isAfter(clock.instant())) {
            fields.refuse("expiresAt", "must be in the future");
        }
        return end;
    }

    /** An API key to be made, before its applications are looked up. */
    record Wanted(
            String name,
            List<String> scopes,
            @Nullable Set<String> applications,
            @Nullable Integer requestsPerSecond,
            @Nullable Instant expiresAt) {

        NewKey keptTo(@Nullable Set<UUID> kept) {
            return new NewKey(
                    Credential.Kind.API_KEY, name, scopes, kept, requestsPerSecond, expiresAt, null, List.of());
        }
    }
}
