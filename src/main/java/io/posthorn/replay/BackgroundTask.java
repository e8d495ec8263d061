package io.posthorn.replay;

import io.posthorn.ledger.Selection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that is done to many messages, page by page.
 *
 * @param selection to which
 * @param named to which deliveries, where it was told them one by one, in the order in which it goes through them
 * @param perSecond how many messages it may queue in a second; null means as many as it can
 * @param reached the last message it has looked at
 * @param progress how far it has come
 * @param createdBy the name of the key that asked for it
 */
record BackgroundTask(
        UUID id,
        UUID organizationId,
        TaskKind kind,
        TaskStatus status,
        Selection selection,
        List<Delivery> named,
        @Nullable Integer perSecond,
        UUID reached,
        Progress progress,
        String createdBy,
        Instant updatedAt) {

    /** One message at one endpoint. */
    record Delivery(UUID messageId, UUID endpointId) {}

    /**
     * How far a task has come.
     *
     * @param lookedAt messages it has looked at
     * @param done messages it has queued, or whose contents it has taken back
     * @param reason why it ended early; or null
     */
    record Progress(long lookedAt, long done, @Nullable String reason) {

        static final Progress NONE = new Progress(0, 0, null);
    }
}
