package io.posthorn.application;

import io.posthorn.id.IdGenerator;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A target that operators have put on a list.
 *
 * @param organization whom it is allowed to; null for one that is denied to everybody
 * @param target host name, address or block of addresses, with or without a port
 * @param reason why, in the operator's words; or null
 * @param createdBy the name of the key that put it there
 */
record ListedTarget(
        UUID id,
        @Nullable UUID organization,
        String target,
        @Nullable String reason,
        String createdBy) {

    Instant createdAt() {
        return IdGenerator.timeOf(id);
    }
}
