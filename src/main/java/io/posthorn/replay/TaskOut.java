package io.posthorn.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthorn.id.IdGenerator;
import io.posthorn.id.IdKind;
import io.posthorn.ledger.Selection;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A background task as the API shows it.
 *
 * @param data how far it has come
 */
record TaskOut(String id, String status, String task, Data data, Instant updatedAt) {

    private static final UUID BEGINNING = new UUID(0, 0);

    /**
     * How far a task has come.
     *
     * @param messagesSent messages it has queued, or whose contents it has taken back; or deliveries it has marked
     * @param messagesSeen messages it has looked at
     * @param total how many deliveries it was told one by one; null where it looks for them itself
     * @param reached when the last of these was made
     * @param cancelled there only when somebody stopped it
     * @param error there only when it ended early: why
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Data(
            String appId,
            @Nullable String endpointId,
            long messagesSent,
            long messagesSeen,
            @Nullable Integer total,
            Instant since,
            Instant until,
            @Nullable Instant reached,
            @Nullable Boolean cancelled,
            @Nullable String error,
            String createdBy) {}

    static TaskOut of(BackgroundTask task) {
        return new TaskOut(
                IdKind.TASK.format(task.id()), task.status().text(), task.kind().text(), data(task), task.updatedAt());
    }

    private static Data data(BackgroundTask task) {
        Selection selection = task.selection();
        UUID endpoint = selection.endpointId();
        return new Data(
                IdKind.APPLICATION.format(selection.applicationId()),
                endpoint == null ? null : IdKind.ENDPOINT.format(endpoint),
                task.progress().done(),
                task.progress().lookedAt(),
                task.named().isEmpty() ? null : task.named().size(),
                IdGenerator.timeOf(selection.first()),
                IdGenerator.timeOf(selection.end()),
                task.reached().equals(BEGINNING) ? null : IdGenerator.timeOf(task.reached()),
                task.status() == TaskStatus.CANCELLED ? true : null,
                task.progress().reason(),
                task.createdBy());
    }
}
