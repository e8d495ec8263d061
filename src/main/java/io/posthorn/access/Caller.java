package io.posthorn.access;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who is calling, as established from the key of the request; a parameter of every controller method.
 *
 * @param organizationId the organization whose data the caller may touch
 * @param name the key's name, recorded with what the caller changes; never the key itself
 * @param permissions what the caller may do
 * @param applications the only applications that exist for the caller; null means all of the organization
 */
public record Caller(
        UUID organizationId,
        String name,
        Set<Permission> permissions,
        @Nullable Set<UUID> applications) {

    /** Whether the caller may do such a thing. */
    public boolean may(Permission permission) {
        return permissions.contains(permission);
    }

    /** Whether the application exists for the caller, given that it is one of the caller's organization. */
    public boolean sees(UUID applicationId) {
        return applications == null || applications.contains(applicationId);
    }
}
