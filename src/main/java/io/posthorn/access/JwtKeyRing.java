package io.posthorn.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.posthorn.id.IdKind;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The ring of signed tokens in the form of the open Svix server: {@code sub} is an organization, or an application
 * with the organization in {@code org}. Nothing of a token is kept, so it ends at its own time and not before.
 */
final class JwtKeyRing implements KeyRing {

    private static final int LONGEST = 4096;

    private final JwtProof proof;
    private final InstantSource clock;
    private final FreshLookups<Caller> subjects;

    JwtKeyRing(JwtProof proof, R2dbcSubjects table, InstantSource clock, LongSupplier nanos) {
        this.proof = proof;
        this.clock = clock;
        this.subjects = new FreshLookups<>(text -> Subject.parse(text).find(table), nanos);
    }

    @Override
    public Mono<Caller> find(String presented) {
        return Mono.justOrEmpty(subject(presented)).flatMap(subject -> subjects.find(subject.text()));
    }

    private Optional<Subject> subject(String presented) {
        if (presented.length() > LONGEST
                || presented.chars().filter(c -> c == '.').count() != 2) {
            return Optional.empty();
        }
        try {
            SignedJWT token = SignedJWT.parse(presented);
            boolean proved = proof.algorithms().contains(token.getHeader().getAlgorithm())
                    && token.getHeader().getCriticalParams() == null
                    && token.verify(proof.verifier());
            return proved
                    ? Optional.of(token.getJWTClaimsSet()).filter(this::isNow).flatMap(Subject::of)
                    : Optional.empty();
        } catch (ParseException | JOSEException | IllegalArgumentException | IllegalStateException _) {
            return Optional.empty();
        }
    }

    private boolean isNow(JWTClaimsSet claims) {
        Instant now = clock.instant();
        return isAfter(claims.getExpirationTime(), now)
                && (claims.getNotBeforeTime() == null
                        || !claims.getNotBeforeTime().toInstant().isAfter(now));
    }

    private static boolean isAfter(@Nullable Date end, Instant now) {
        return end == null || end.toInstant().isAfter(now);
    }

    /** Whom the token speaks of. */
    private record Subject(UUID organization, @Nullable UUID application) {

        static Optional<Subject> of(JWTClaimsSet claims) {
            try {
                String subject = claims.getSubject() == null ? "" : claims.getSubject();
                String organization = claims.getStringClaim("org");
                return organization == null
                        ? IdKind.ORGANIZATION.parse(subject).map(id -> new Subject(id, null))
                        : IdKind.ORGANIZATION.parse(organization).flatMap(org -> IdKind.APPLICATION
                                .parse(subject)
                                .map(app -> new Subject(org, app)));
            } catch (ParseException _) {
                return Optional.empty();
            }
        }

        static Subject parse(String text) {
            String[] parts = text.split(" ", 2);
            return new Subject(UUID.fromString(parts[0]), parts.length == 1 ? null : UUID.fromString(parts[1]));
        }

        String text() {
            return application == null ? organization.toString() : organization + " " + application;
        }

        Mono<Caller> find(R2dbcSubjects table) {
            return application == null
                    ? table.organization(organization)
                            .map(_ -> caller("signed token", Scope.permissions(Set.of("admin"), false), null))
                    : table.application(organization, application)
                            .map(_ -> caller("signed portal token", portal(), Set.of(application)));
        }

        private Caller caller(String name, Set<Permission> permissions, @Nullable Set<UUID> applications) {
            String id = application == null
                    ? IdKind.ORGANIZATION.format(organization)
                    : IdKind.APPLICATION.format(application);
            return new Caller(
                    organization,
                    name,
                    permissions,
                    applications,
                    new Credential(Credential.Kind.JWT, id, 0),
                    application == null ? null : Set.of());
        }

        private static Set<Permission> portal() {
            return Capability.permissions(
                    Arrays.stream(Capability.values()).map(Capability::text).toList());
        }
    }
}
