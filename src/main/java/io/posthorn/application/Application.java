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
 */
public record Application(
        UUID id,
        UUID organizationId,
        @Nullable String uid,
        String name,
        @Nullable Integer throttleRate,
        Map<String, String> metadata,
        Instant updatedAt) {

    /** When it was created, to the millisecond. */
    public Instant createdAt() {
        return IdGenerator.timeOf(id);
    }
}
