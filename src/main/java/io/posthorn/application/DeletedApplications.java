package io.posthorn.application;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Applications that were deleted and whose data is still there. */
public interface DeletedApplications {

    /**
     * One of them.
     *
     * @param deletedBy the name of the key by which it was deleted; null when nobody wrote it down
     */
    record Deleted(UUID id, UUID organizationId, @Nullable String deletedBy) {}

    /**
     * Takes the one that was deleted first, at least this long ago, and notes that its data is being erased. Takes part
     * in the subscriber's transaction; those that another node is at are passed over. Empty when there is none.
     */
    Mono<Deleted> takeNext(Duration deletedFor);

    /**
     * Erases what the application itself says: name, uid, metadata, settings, pauses and portal tokens. What is left is
     * its identifier, and that it was deleted, so that every node's copy can hear of it.
     */
    Mono<Void> erase(UUID application);
}
