package io.posthorn.access;

import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Who is calling, as established from the key of the request; a parameter of every controller method.
 *
 * @param organizationId the organization whose data the caller may touch
 * @param name the key's name, recorded with what the caller changes; never the key itself
 * @param permissions what the caller may do
 * @param applications the only applications that exist for the caller; null means all of the organization
 * @param credential what the caller showed
 * @param featureFlags which event types that are kept to some visitors are shown to this one; null shows all of them
 */
public record Caller(
        UUID organizationId,
        String name,
        Set<Permission> permissions,
        @Nullable Set<UUID> applications,
        Credential credential,
        @Nullable Set<String> featureFlags) {

    /** A caller from whom no event type is hidden. */
    public Caller(
            UUID organizationId,
            String name,
            Set<Permission> permissions,
            @Nullable Set<UUID> applications,
            Credential credential) {
        this(organizationId, name, permissions, applications, credential, null);
    }

    /** A part of the installation that publishes for the organization, because its settings say so. */
    public static Caller publisher(UUID organizationId, String name) {
        return new Caller(organizationId, name, Set.of(Permission.PUBLISH), null, Credential.OF_INSTALLATION);
    }

    /** Whether the caller may do such a thing. */
    public boolean may(Permission permission) {
        return permissions.contains(permission);
    }

    /** Whether the application exists for the caller, given that it is one of the caller's organization. */
    public boolean sees(UUID applicationId) {
        return applications == null || applications.contains(applicationId);
    }

    /** Whether something is shown to the caller that is kept to those with one of these flags; null keeps it to nobody. */
    public boolean isShown(@Nullable Collection<String> flags) {
        return featureFlags == null || flags == null || flags.stream().anyMatch(featureFlags::contains);
    }

    /** Leaves the caller where what is changed further down finds out who changes it. */
    public Context in(Context context) {
        return context.put(Caller.class, this);
    }

    /** Makes this the caller whom the request's controller gets. */
    public void attach(ServerWebExchange exchange) {
        exchange.getAttributes().put(CallerResolver.ATTRIBUTE, this);
    }

    /** The caller on whose behalf this runs; null for what the installation does by itself. */
    public static @Nullable Caller of(ContextView context) {
        return context.<Caller>getOrEmpty(Caller.class).orElse(null);
    }

    /** The caller of a request; null for a request to what is open to all. */
    public static @Nullable Caller of(ServerWebExchange exchange) {
        return exchange.getAttribute(CallerResolver.ATTRIBUTE);
    }
}
