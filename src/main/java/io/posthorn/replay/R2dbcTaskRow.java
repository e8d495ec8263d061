package io.posthorn.replay;

import static io.posthorn.postgres.Columns.required;

import io.posthorn.ledger.MessageStatus;
import io.posthorn.ledger.Selection;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A background task's row. */
final class R2dbcTaskRow {

    private R2dbcTaskRow() {}

    static BackgroundTask read(Readable row) {
        TaskKind kind = TaskKind.of(required(row, "kind", String.class))
                .orElseThrow(() -> new IllegalStateException("a task of an unknown kind"));
        return new BackgroundTask(
                required(row, "id", UUID.class),
                required(row, "organization_id", UUID.class),
                kind,
                TaskStatus.ofColumn(required(row, "status", String.class)),
                selection(row, kind),
                row.get("per_second", Integer.class),
                required(row, "reached", UUID.class),
                new BackgroundTask.Progress(
                        required(row, "looked_at", Long.class),
                        required(row, "done", Long.class),
                        row.get("reason", String.class)),
                required(row, "created_by", String.class),
                required(row, "updated_at", Instant.class));
    }

    private static Selection selection(Readable row, TaskKind kind) {
        Integer status = row.get("wanted_status", Integer.class);
        return new Selection(
                kind.selects(),
                required(row, "application_id", UUID.class),
                row.get("endpoint_id", UUID.class),
                required(row, "first_id", UUID.class),
                required(row, "end_id", UUID.class),
                List.of(required(row, "event_types", String[].class)),
                row.get("channel", String.class),
                row.get("tag", String.class),
                status == null ? null : MessageStatus.of(status),
                row.get("code_class", Integer.class),
                row.get("handled", Boolean.class));
    }

    static @Nullable Integer number(@Nullable MessageStatus status) {
        return status == null ? null : status.number();
    }
}
