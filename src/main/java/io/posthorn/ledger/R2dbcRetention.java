package io.posthorn.ledger;

import io.posthorn.id.IdGenerator;
import io.posthorn.postgres.Columns;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.postgresql.api.PostgresqlResult;
import io.r2dbc.postgresql.api.PostgresqlStatement;
import java.time.Instant;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Ends and removes the rows outside the partitions that belong to messages whose partition goes; in batches. */
final class R2dbcRetention {

    /** The reason of deliveries that waited for longer than their message was kept. */
    static final String REASON = "retention";

    private static final int BATCH = 5_000;
    private static final int KEY_BATCH = 50_000;

    private static final String END_WAITING = """
            WITH picked AS (
              SELECT message_id, endpoint_id FROM delivery WHERE message_id < $1 AND state < 2
              ORDER BY message_id, endpoint_id LIMIT %d FOR UPDATE)
            UPDATE delivery SET state = 3, due_at = NULL, node_id = NULL, reason = '%s' FROM picked
            WHERE delivery.message_id = picked.message_id AND delivery.endpoint_id = picked.endpoint_id""".formatted(BATCH, REASON);
    /** The first message for which something waits, wherever it does. */
    private static final String OLDEST_WAITING = """
            SELECT message_id FROM (
              (SELECT message_id FROM pending ORDER BY message_id LIMIT 1)
              UNION ALL (SELECT message_id FROM scheduled ORDER BY message_id LIMIT 1)
              UNION ALL (SELECT message_id FROM delivery WHERE state < 2 ORDER BY message_id LIMIT 1)) AS first
            ORDER BY message_id LIMIT 1""";
    /** Their time should have come long ago. */
    private static final String UNSCHEDULE = """
            WITH late AS (DELETE FROM scheduled WHERE message_id < $1 RETURNING message_id)
            INSERT INTO pending (message_id) SELECT message_id FROM late ON CONFLICT DO NOTHING""";
    /**
     * Deliveries that waited in some node's memory have no row yet; their last attempt says that another was due. Those
     * that were never begun are the ones that the endpoints' filters let pass.
     */
    private static final String RECORD_PENDING = """
            WITH picked AS (SELECT message_id FROM pending WHERE message_id < $1 ORDER BY message_id LIMIT %1$d FOR UPDATE),
            latest AS (
              SELECT DISTINCT ON (attempt.message_id, endpoint_id) attempt.message_id, endpoint_id, app_id, number, next_at
              FROM picked JOIN attempt ON attempt.message_id = picked.message_id
              ORDER BY attempt.message_id, endpoint_id, id DESC),
            untried AS (
              SELECT message.id AS message_id, endpoint.id AS endpoint_id, message.app_id
              FROM picked JOIN message ON message.id = picked.message_id
              JOIN endpoint ON endpoint.application_id = message.app_id AND endpoint.id < message.id
                AND endpoint.deleted_at IS NULL AND NOT endpoint.disabled
              WHERE CASE WHEN only_endpoint IS NOT NULL THEN endpoint.id = only_endpoint
                         ELSE coalesce(message.event_type = ANY(endpoint.event_types), true)
                              AND coalesce(message.channels && endpoint.channels, true) END
                AND NOT EXISTS (SELECT 1 FROM latest
                                WHERE latest.message_id = message.id AND latest.endpoint_id = endpoint.id)),
            recorded AS (
              INSERT INTO delivery (message_id, endpoint_id, app_id, state, attempts, reason)
              SELECT message_id, endpoint_id, app_id, 3, number, '%2$s' FROM latest WHERE next_at IS NOT NULL
              UNION ALL SELECT message_id, endpoint_id, app_id, 3, 0, '%2$s' FROM untried
              ON CONFLICT DO NOTHING)
            DELETE FROM pending USING picked WHERE pending.message_id = picked.message_id""".formatted(BATCH, REASON);

    private static final String FORGET_ENDED = """
            WITH picked AS (
              SELECT message_id, endpoint_id FROM delivery
              WHERE message_id < $1 AND state >= 2 AND (reason IS DISTINCT FROM '%2$s' OR message_id < $2)
              ORDER BY message_id, endpoint_id LIMIT %1$d FOR UPDATE)
            DELETE FROM delivery USING picked
            WHERE delivery.message_id = picked.message_id AND delivery.endpoint_id = picked.endpoint_id""".formatted(BATCH, REASON);
    private static final String FORGET_KEYS = """
            DELETE FROM message_key
            WHERE ctid = ANY(ARRAY(SELECT ctid FROM message_key WHERE expires_at < now() LIMIT %d))""".formatted(KEY_BATCH);

    private final PostgresqlConnection connection;

    R2dbcRetention(PostgresqlConnection connection) {
        this.connection = connection;
    }

    /** Discards, with a record, the deliveries that still wait for messages older than the id; returns how many. */
    Mono<Long> endWaiting(UUID before) {
        return inBatches(BATCH, Mono.defer(() -> count(statement(END_WAITING).bind("$1", before))));
    }

    /** Takes messages older than the id off the list of what is owed, with a record; returns how many. */
    Mono<Long> endPending(UUID before) {
        return count(statement(UNSCHEDULE).bind("$1", before))
                .then(inBatches(
                        BATCH, Mono.defer(() -> count(statement(RECORD_PENDING).bind("$1", before)))));
    }

    /** When the first message was accepted for which something still waits; empty when nothing waits. */
    Mono<Instant> oldestWaiting() {
        return statement(OLDEST_WAITING)
                .execute()
                .concatMap(result ->
                        result.map(row -> IdGenerator.timeOf(Columns.required(row, "message_id", UUID.class))))
                .next();
    }

    /** Removes rows of ended deliveries of messages older than the id; those that we ended ourselves, a while later. */
    Mono<Long> forgetEnded(UUID before, UUID recordsBefore) {
        return inBatches(
                BATCH,
                Mono.defer(
                        () -> count(statement(FORGET_ENDED).bind("$1", before).bind("$2", recordsBefore))));
    }

    /** Removes keys that have expired. */
    Mono<Long> forgetKeys() {
        return inBatches(KEY_BATCH, Mono.defer(() -> count(statement(FORGET_KEYS))));
    }

    private PostgresqlStatement statement(String sql) {
        return connection.createStatement(sql);
    }

    private static Mono<Long> count(PostgresqlStatement statement) {
        return statement.execute().concatMap(PostgresqlResult::getRowsUpdated).reduce(0L, Long::sum);
    }

    private static Mono<Long> inBatches(int size, Mono<Long> batch) {
        return Flux.from(batch.repeat()).takeUntil(rows -> rows < size).reduce(0L, Long::sum);
    }
}
