package io.posthorn.ledger;

import io.posthorn.postgres.Columns;
import io.r2dbc.spi.Readable;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Deletes rows of an application by the indexes there are: by message, by endpoint, and by application where it can. */
@Component
final class R2dbcErasure implements Erasure {

    private static final UUID NONE = new UUID(0, 0);

    private static final String NEXT =
            "SELECT id, event_id FROM message WHERE app_id = :application ORDER BY id LIMIT :limit FOR UPDATE";
    /** In the order in which outcomes are written, the rows that claims go by before the message's own. */
    private static final List<String> OF_MESSAGES = List.of(
            "DELETE FROM delivery WHERE message_id = ANY(:ids)",
            "DELETE FROM pending WHERE message_id = ANY(:ids)",
            "DELETE FROM scheduled WHERE message_id = ANY(:ids)",
            "DELETE FROM recalled WHERE message_id = ANY(:ids)");

    private static final String ATTEMPTS = "DELETE FROM attempt WHERE message_id = ANY(:ids) AND id >= :earliest";
    private static final String KEYS = "DELETE FROM message_key WHERE hash = ANY(:hashes)";
    private static final String MESSAGES = "DELETE FROM message WHERE id = ANY(:ids) AND id BETWEEN :low AND :high";

    private static final String OTHER_ATTEMPTS = """
            DELETE FROM attempt WHERE (tableoid, ctid) IN (
              SELECT tableoid, ctid FROM attempt WHERE app_id = :application LIMIT :limit)""";
    private static final String OTHER_DELIVERIES = """
            DELETE FROM delivery WHERE (message_id, endpoint_id) IN (
              SELECT message_id, endpoint_id FROM endpoint JOIN delivery ON endpoint_id = endpoint.id AND state %s 2
              WHERE application_id = :application LIMIT :limit)""";
    private static final List<String> OTHERS =
            List.of(OTHER_ATTEMPTS, OTHER_DELIVERIES.formatted("<"), OTHER_DELIVERIES.formatted(">="));

    private final DatabaseClient database;

    R2dbcErasure(DatabaseClient database) {
        this.database = database;
    }

    private record Named(UUID id, @Nullable String eventId) {}

    @Override
    public Mono<Erased> messages(UUID application, int limit) {
        return database.sql(NEXT)
                .bind("application", application)
                .bind("limit", limit)
                .map(R2dbcErasure::named)
                .all()
                .collectList()
                .flatMap(page -> page.isEmpty() ? Mono.just(new Erased(0, NONE)) : erase(application, page));
    }

    private static Named named(Readable row) {
        return new Named(Columns.required(row, "id", UUID.class), row.get("event_id", String.class));
    }

    private Mono<Erased> erase(UUID application, List<Named> page) {
        UUID[] ids = page.stream().map(Named::id).toArray(UUID[]::new);
        UUID last = ids[ids.length - 1];
        return Flux.fromIterable(OF_MESSAGES)
                .concatMap(sql -> database.sql(sql).bind("ids", ids).then())
                .then(database.sql(ATTEMPTS)
                        .bind("ids", ids)
                        .bind("earliest", R2dbcAttemptQueries.earliest(ids[0]))
                        .then())
                .then(database.sql(KEYS)
                        .bind("hashes", hashes(application, page))
                        .then())
                .then(database.sql(MESSAGES)
                        .bind("ids", ids)
                        .bind("low", ids[0])
                        .bind("high", last)
                        .then())
                .thenReturn(new Erased(ids.length, last));
    }

    private static UUID[] hashes(UUID application, List<Named> page) {
        return page.stream()
                .map(Named::eventId)
                .filter(Objects::nonNull)
                .map(event -> MessageKeys.eventIdHash(application, event))
                .toArray(UUID[]::new);
    }

    @Override
    public Mono<Long> rest(UUID application, int limit) {
        return Flux.fromIterable(OTHERS)
                .concatMap(sql -> database.sql(sql)
                        .bind("application", application)
                        .bind("limit", limit)
                        .fetch()
                        .rowsUpdated())
                .reduce(0L, Long::sum);
    }
}
