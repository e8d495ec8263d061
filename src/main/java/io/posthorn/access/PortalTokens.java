package io.posthorn.access;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Lets visitors into the portal, and out of it. */
public final class PortalTokens {

    private final AccessKeys keys;
    private final InstantSource clock;

    PortalTokens(AccessKeys keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * What a visitor may do.
     *
     * @param applications the applications that the visitor sees, at least one
     * @param capabilities names of {@link Capability}
     * @param sessionId by which tokens can be expired together
     */
    public record Visit(
            Set<UUID> applications,
            List<String> capabilities,
            Duration duration,
            @Nullable String sessionId,
            List<String> featureFlags) {}

    /** The text of a new token. */
    public Mono<String> create(Caller caller, Visit visit) {
        NewKey key = new NewKey(
                Credential.Kind.PORTAL,
                visit.sessionId() == null ? "portal" : "portal " + visit.sessionId(),
                visit.capabilities(),
                visit.applications(),
                null,
                clock.instant().plus(visit.duration()),
                visit.sessionId(),
                visit.featureFlags());
        return keys.create(caller.organizationId(), key).map(AccessKeys.FreshKey::text);
    }

    /** Ends the tokens of an application after this time, or only those of some sessions. */
    public Mono<Void> expire(Caller caller, UUID application, @Nullable Set<String> sessions, Duration after) {
        return keys.expirePortal(caller.organizationId(), application, sessions, after);
    }
}
