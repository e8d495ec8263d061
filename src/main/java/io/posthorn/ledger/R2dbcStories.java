package io.posthorn.ledger;

import io.posthorn.ledger.Noticed.OfAttempt;
import io.posthorn.ledger.Noticed.OfEndpoint;
import io.posthorn.ledger.Noticed.OfMessage;
import io.posthorn.postgres.Columns;
import io.r2dbc.spi.Readable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads what the record has about messages that somebody is to be told of. */
@Component
final class R2dbcStories {

    private static final int RESPONSE_BYTES = 4096;

    private static final String MESSAGES = """
            SELECT id, event_type, event_id, channels, tags,
                   NOT EXISTS (SELECT 1 FROM pending WHERE message_id = message.id)
                   AND NOT EXISTS (SELECT 1 FROM scheduled WHERE message_id = message.id)
                   AND NOT EXISTS (SELECT 1 FROM delivery WHERE message_id = message.id AND state < 2) AS done
            FROM message WHERE id = ANY(:ids) AND id BETWEEN :low AND :high""";
    private static final String ATTEMPT = """
            id, message_id, endpoint_id, status, code, number, duration_ms, detail,
            substring(response FROM 1 FOR %d) AS response""".formatted(RESPONSE_BYTES);
    private static final String NEWEST = """
            SELECT DISTINCT ON (message_id, endpoint_id) %s, false AS recovery
            FROM attempt WHERE message_id = ANY(:ids) AND id >= :earliest
            ORDER BY message_id, endpoint_id, id DESC""".formatted(ATTEMPT);
    private static final String ASKED_FOR = """
            SELECT %s, CASE WHEN number > 1 AND status = 0 THEN (
                SELECT coalesce(bool_and(earlier.status <> 0), false) FROM attempt AS earlier
                WHERE earlier.message_id = attempt.message_id AND earlier.endpoint_id = attempt.endpoint_id
                  AND earlier.id >= :earliest AND earlier.id < attempt.id) ELSE false END AS recovery
            FROM attempt WHERE id = ANY(:ids) AND id BETWEEN :low AND :high""".formatted(ATTEMPT);
    private static final String ROWS =
            "SELECT message_id, endpoint_id, state, reason FROM delivery WHERE message_id = ANY(:ids)";

    private final DatabaseClient database;

    R2dbcStories(DatabaseClient database) {
        this.database = database;
    }

    /** What is known, by identifier. */
    record Known(
            Map<UUID, OfMessage> messages, Map<UUID, OfAttempt> attempts, Map<UUID, Map<UUID, OfEndpoint>> deliveries) {

        static final Known NOTHING = new Known(Map.of(), Map.of(), Map.of());
    }

    Mono<Known> read(Collection<UUID> messages, Collection<UUID> attempts) {
        if (messages.isEmpty()) {
            return Mono.just(Known.NOTHING);
        }
        UUID[] ids = sorted(messages);
        return messages(ids).collectMap(OfMessage::id).flatMap(found -> attempts(ids, sorted(attempts))
                .collectMap(OfAttempt::id)
                .flatMap(asked -> deliveries(ids).map(each -> new Known(found, asked, each))));
    }

    private Flux<OfMessage> messages(UUID[] ids) {
        return database.sql(MESSAGES)
                .bind("ids", ids)
                .bind("low", ids[0])
                .bind("high", ids[ids.length - 1])
                .map(R2dbcStories::message)
                .all();
    }

    private Flux<OfAttempt> attempts(UUID[] messages, UUID[] ids) {
        return ids.length == 0
                ? Flux.empty()
                : database.sql(ASKED_FOR)
                        .bind("ids", ids)
                        .bind("low", ids[0])
                        .bind("high", ids[ids.length - 1])
                        .bind("earliest", R2dbcAttemptQueries.earliest(messages[0]))
                        .map(R2dbcStories::attempt)
                        .all();
    }

    private Mono<Map<UUID, Map<UUID, OfEndpoint>>> deliveries(UUID[] messages) {
        Map<UUID, Map<UUID, OfEndpoint>> each = new HashMap<>();
        return database.sql(NEWEST)
                .bind("ids", messages)
                .bind("earliest", R2dbcAttemptQueries.earliest(messages[0]))
                .map(R2dbcStories::attempt)
                .all()
                .doOnNext(last -> of(each, last.messageId())
                        .put(last.endpointId(), new OfEndpoint(last.endpointId(), -1, null, last)))
                .thenMany(database.sql(ROWS)
                        .bind("ids", messages)
                        .map(row -> addRow(each, row))
                        .all())
                .then(Mono.just(each));
    }

    private static OfEndpoint addRow(Map<UUID, Map<UUID, OfEndpoint>> each, Readable row) {
        UUID endpoint = Columns.required(row, "endpoint_id", UUID.class);
        int state = Columns.required(row, "state", Integer.class);
        String reason = row.get("reason", String.class);
        return of(each, Columns.required(row, "message_id", UUID.class))
                .merge(
                        endpoint,
                        new OfEndpoint(endpoint, state, reason, null),
                        (tried, ended) -> new OfEndpoint(endpoint, state, reason, tried.last()));
    }

    private static Map<UUID, OfEndpoint> of(Map<UUID, Map<UUID, OfEndpoint>> each, UUID message) {
        return each.computeIfAbsent(message, _ -> new HashMap<>());
    }

    private static OfMessage message(Readable row) {
        return new OfMessage(
                Columns.required(row, "id", UUID.class),
                Columns.required(row, "event_type", String.class),
                row.get("event_id", String.class),
                List.of(Columns.required(row, "channels", String[].class)),
                List.of(Columns.required(row, "tags", String[].class)),
                Columns.required(row, "done", Boolean.class));
    }

    private static OfAttempt attempt(Readable row) {
        return new OfAttempt(
                Columns.required(row, "id", UUID.class),
                Columns.required(row, "message_id", UUID.class),
                Columns.required(row, "endpoint_id", UUID.class),
                Columns.required(row, "status", Integer.class) == 0,
                Columns.required(row, "code", Integer.class),
                Columns.required(row, "number", Integer.class),
                Columns.required(row, "duration_ms", Integer.class),
                bytes(row.get("response", ByteBuffer.class)),
                row.get("detail", String.class),
                Columns.required(row, "recovery", Boolean.class));
    }

    private static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static UUID[] sorted(Collection<UUID> ids) {
        // Java compares signed and PostgreSQL does not; of UUIDv7s both think the same.
        UUID[] sorted = ids.stream().distinct().toArray(UUID[]::new);
        Arrays.sort(sorted);
        return sorted;
    }
}
