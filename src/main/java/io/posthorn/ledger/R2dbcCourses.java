package io.posthorn.ledger;

import io.posthorn.postgres.Columns;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads what happened to one message, at all endpoints that it has to do with. */
@Component
final class R2dbcCourses {

    private static final String MESSAGE = """
            SELECT event_type, channels, payload IS NOT NULL AS whole, expires_at, only_endpoint,
                   EXISTS (SELECT 1 FROM pending WHERE message_id = id) AS pending,
                   (SELECT scheduled.deliver_at FROM scheduled WHERE message_id = id) AS scheduled_for
            FROM message WHERE id = :message AND app_id = :application""";
    private static final String AT_ENDPOINTS =
            """
            SELECT endpoint_id, %s AS status, %s AS next_attempt, latest.id AS attempt_id, latest.count,
                   latest.status AS attempt_status, latest.code, latest.detail, held.state, held.reason, held.handled_at,
                   held.handled_by
            FROM (SELECT DISTINCT ON (endpoint_id) endpoint_id, id, status, code, detail, next_at,
                         count(*) OVER (PARTITION BY endpoint_id) AS count
                  FROM attempt WHERE app_id = :application AND message_id = :message AND id >= :earliest
                  ORDER BY endpoint_id, id DESC) AS latest
            FULL JOIN (SELECT endpoint_id, state, node_id, due_at, reason, handled_at, handled_by FROM delivery
                       WHERE app_id = :application AND message_id = :message) AS held USING (endpoint_id)""".formatted(R2dbcDeliveryQueries.STATUS, R2dbcDeliveryQueries.NEXT_ATTEMPT);

    private final DatabaseClient database;

    R2dbcCourses(DatabaseClient database) {
        this.database = database;
    }

    Mono<Course.OfMessage> message(UUID application, UUID message) {
        return database.sql(MESSAGE)
                .bind("application", application)
                .bind("message", message)
                .map(row -> new Course.OfMessage(
                        message,
                        Columns.required(row, "event_type", String.class),
                        List.of(Columns.required(row, "channels", String[].class)),
                        Columns.required(row, "whole", Boolean.class),
                        Columns.required(row, "pending", Boolean.class),
                        row.get("scheduled_for", Instant.class),
                        row.get("expires_at", Instant.class),
                        row.get("only_endpoint", UUID.class)))
                .one();
    }

    Flux<Course> atEndpoints(UUID application, UUID message) {
        return database.sql(AT_ENDPOINTS)
                .bind("application", application)
                .bind("message", message)
                .bind("earliest", R2dbcAttemptQueries.earliest(message))
                .map(R2dbcCourses::course)
                .all();
    }

    private static Course course(Readable row) {
        Integer state = row.get("state", Integer.class);
        return new Course(
                Columns.required(row, "endpoint_id", UUID.class),
                R2dbcDeliveryQueries.progress(row),
                attempted(row),
                state == null ? null : new Course.Row(state, row.get("reason", String.class), R2dbcHandling.mark(row)));
    }

    private static Course.@Nullable Attempted attempted(Readable row) {
        UUID id = row.get("attempt_id", UUID.class);
        return id == null
                ? null
                : new Course.Attempted(
                        id,
                        Columns.required(row, "count", Integer.class),
                        Objects.equals(row.get("attempt_status", Integer.class), 0),
                        Columns.required(row, "code", Integer.class),
                        row.get("detail", String.class));
    }
}
