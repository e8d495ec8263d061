package io.posthorn.access;

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
 */
public record Caller(
        UUID organizationId,
        String name,
        Set<Permission> permissions,
        @Nullable Set<UUID> applications,
        Credential credential) {

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
