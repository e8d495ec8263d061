package io.posthorn.application;

import io.posthorn.id.IdGenerator;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One customer, project or flow of the sending product: the tenant.
 *
 * @param uid the caller's own identifier, unique in the organization; or null
 * @param throttleRate messages per second over all its endpoints; null means no limit of its own
 * @param maxEndpoints endpoints it may have; null means what the installation allows
 * @param userAgent what its webhooks call us; null means what its organization or the installation says
 * @param organizationUserAgent what the webhooks of its organization call us; null means what the installation says
 * @param changedBy the name of the key that changed it last; null when nobody did since names are kept
 * @param delivery how its deliveries are tried, where an endpoint does not say it
 */
public record Application(
        UUID id,
        UUID organizationId,
        @Nullable String uid,
        String name,
        @Nullable Integer throttleRate,
        Map<String, String> metadata,
        @Nullable Integer maxEndpoints,
        @Nullable String userAgent,
        @Nullable String organizationUserAgent,
        DeliverySettings delivery,
        Instant updatedAt,
        @Nullable String changedBy) {

    /** What its webhooks call us, as far as it or its organization says it; or null. */
    public @Nullable String effectiveUserAgent() {
        return userAgent == null ? organizationUserAgent : userAgent;
    }

    /** Whether it is the one that its organization's operational endpoints belong to, which is shown nowhere. */
    public boolean isOperational() {
        return id.equals(organizationId);
    }

    /** When it was created, to the millisecond. */
    public Instant createdAt() {
        return IdGenerator.timeOf(id);
    }
}
