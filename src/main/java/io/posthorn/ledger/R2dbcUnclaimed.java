package io.posthorn.ledger;

import io.posthorn.id.IdGenerator;
import io.posthorn.postgres.Columns;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The rows of deliveries that are not this node's work. */
@Component
final class R2dbcUnclaimed implements Unclaimed {

    private static final String DISCARD_EXPIRED = """
            WITH picked AS (
              SELECT message_id, endpoint_id FROM delivery
              WHERE state < 2 AND node_id IS NULL AND expires_at <= :now
              ORDER BY expires_at LIMIT :limit FOR UPDATE SKIP LOCKED)
            UPDATE delivery
            SET state = 3, due_at = NULL, reason = 'the message expired at '
                || to_char(expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
            FROM picked
            WHERE delivery.message_id = picked.message_id AND delivery.endpoint_id = picked.endpoint_id""";
    private static final String OLDEST_WAITING = """
            SELECT message_id FROM delivery WHERE endpoint_id = :endpoint AND state < 2 ORDER BY message_id LIMIT 1""";
    private static final String DISCARD_WAITING = """
            UPDATE delivery SET state = 3, due_at = NULL, reason = :reason
            WHERE endpoint_id = :endpoint AND state < 2 AND node_id IS NULL""";

    private final DatabaseClient database;

    R2dbcUnclaimed(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<Long> discardExpired(Instant now, int limit) {
        return database.sql(DISCARD_EXPIRED)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("limit", limit)
                .fetch()
                .rowsUpdated();
    }

    @Override
    public Mono<Instant> oldestWaiting(UUID endpointId) {
        return database.sql(OLDEST_WAITING)
                .bind("endpoint", endpointId)
                .map(row -> IdGenerator.timeOf(Columns.required(row, "message_id", UUID.class)))
                .one();
    }

    @Override
    public Mono<Long> discardWaiting(UUID endpointId, String reason) {
        return database.sql(DISCARD_WAITING)
                .bind("endpoint", endpointId)
                .bind("reason", reason)
                .fetch()
                .rowsUpdated();
    }
}
