package io.posthorn.replay;

import static io.posthorn.postgres.Columns.required;

import io.posthorn.ledger.MessageStatus;
import io.posthorn.ledger.Selection;
import io.posthorn.replay.BackgroundTask.Delivery;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
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
                named(row),
                row.get("per_second", Integer.class),
                required(row, "reached", UUID.class),
                new BackgroundTask.Progress(
                        required(row, "looked_at", Long.class),
                        required(row, "done", Long.class),
                        row.get("reason", String.class)),
                required(row, "created_by", String.class),
                required(row, "updated_at", Instant.class));
    }

    private static List<Delivery> named(Readable row) {
        UUID[] messages = row.get("message_ids", UUID[].class);
        UUID[] endpoints = row.get("endpoint_ids", UUID[].class);
        return messages == null || endpoints == null
                ? List.of()
                : IntStream.range(0, messages.length)
                        .mapToObj(i -> new Delivery(messages[i], endpoints[i]))
                        .toList();
    }

    /** One of the two lists that deliveries are stored as; null for none. */
    static UUID @Nullable [] list(List<Delivery> named, Function<Delivery, UUID> part) {
        return named.isEmpty() ? null : named.stream().map(part).toArray(UUID[]::new);
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
