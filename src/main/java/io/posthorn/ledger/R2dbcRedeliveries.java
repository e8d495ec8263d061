package io.posthorn.ledger;

import io.posthorn.form.Condition;
import io.posthorn.postgres.Columns;
import io.r2dbc.spi.Readable;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Queues deliveries as rows of their own, each under a {@link Round} that is newer than all before it. */
@Component
final class R2dbcRedeliveries implements Redeliveries {

    /**
     * The message's row is held against an expunge. Where the delivery's row is in some node's memory, its attempt
     * under way is counted although it is not recorded yet. The round is drawn again when the row turns out to be
     * there: only then, under its lock, is it sure to be the newest.
     */
    private static final String QUEUE = """
            WITH wanted AS (
              SELECT id, app_id, expires_at FROM message
              WHERE id = ANY(:ids) AND id BETWEEN :low AND :high AND app_id = :application AND payload IS NOT NULL
              ORDER BY id FOR SHARE)
            INSERT INTO delivery AS held (message_id, endpoint_id, app_id, state, attempts, base, round, due_at,
                                          expires_at)
            SELECT id, :endpoint, app_id, %s, made.count, made.count, nextval('delivery_round'), %s, wanted.expires_at
            FROM wanted CROSS JOIN LATERAL (
              SELECT coalesce(max(number), 0)::smallint AS count FROM attempt
              WHERE message_id = wanted.id AND endpoint_id = :endpoint AND attempt.id >= :earliest) AS made
            ON CONFLICT (message_id, endpoint_id) DO UPDATE
            SET state = excluded.state, due_at = excluded.due_at, node_id = NULL, reason = NULL,
                expires_at = excluded.expires_at, handled_at = NULL, handled_by = NULL,
                attempts = greatest(held.attempts, excluded.attempts) + (held.node_id IS NOT NULL)::int,
                base = greatest(held.attempts, excluded.attempts) + (held.node_id IS NOT NULL)::int,
                round = nextval('delivery_round')""";

    private static final String QUEUE_NOW = QUEUE.formatted("0", "now()");
    private static final String QUEUE_HELD = QUEUE.formatted("1", "NULL::timestamptz");

    private static final String PAYLOADS = """
            SELECT id, payload, content_type FROM message
            WHERE id = ANY(:ids) AND id BETWEEN :low AND :high AND app_id = :application AND payload IS NOT NULL""";

    /** Payloads that are in memory at a time. */
    private static final int FEW = 16;

    private final DatabaseClient database;
    private final ObjectProvider<Custodian> custodian;

    R2dbcRedeliveries(DatabaseClient database, ObjectProvider<Custodian> custodian) {
        this.database = database;
        this.custodian = custodian;
    }

    @Override
    public Mono<Boolean> resend(UUID applicationId, UUID messageId, UUID endpointId) {
        return queue(QUEUE_NOW, applicationId, endpointId, new UUID[] {messageId})
                .map(queued -> queued > 0)
                .doOnNext(_ -> announce());
    }

    @Override
    public Mono<Long> queue(UUID applicationId, UUID endpointId, Collection<UUID> messages) {
        UUID[] sorted = messages.stream().sorted().toArray(UUID[]::new);
        return sorted.length == 0 ? Mono.just(0L) : queue(QUEUE_HELD, applicationId, endpointId, sorted);
    }

    private Mono<Long> queue(String sql, UUID application, UUID endpoint, UUID[] sorted) {
        return database.sql(sql)
                .bind("ids", sorted)
                .bind("low", sorted[0])
                .bind("high", sorted[sorted.length - 1])
                .bind("application", application)
                .bind("endpoint", endpoint)
                .bind("earliest", R2dbcAttemptQueries.earliest(sorted[0]))
                .fetch()
                .rowsUpdated();
    }

    @Override
    public Mono<List<UUID>> meeting(Condition condition, UUID applicationId, Collection<UUID> messages) {
        UUID[] sorted = messages.stream().sorted().toArray(UUID[]::new);
        if (sorted.length == 0) {
            return Mono.just(List.of());
        }
        return database.sql(PAYLOADS)
                .filter(statement -> statement.fetchSize(FEW))
                .bind("ids", sorted)
                .bind("low", sorted[0])
                .bind("high", sorted[sorted.length - 1])
                .bind("application", applicationId)
                .map(row -> met(condition, row))
                .all()
                .<UUID>handle((met, sink) -> met.ifPresent(sink::next))
                .collectList();
    }

    private static Optional<UUID> met(Condition condition, Readable row) {
        byte[] payload = Columns.required(row, "payload", byte[].class);
        return condition.isMetBy(payload, row.get("content_type", String.class))
                ? Optional.of(Columns.required(row, "id", UUID.class))
                : Optional.empty();
    }

    @Override
    public void announce() {
        custodian.ifAvailable(Custodian::unownedCommitted);
    }

    @Override
    public Mono<List<Candidate>> candidates(Selection selection, UUID after, int limit) {
        return Mono.defer(() -> R2dbcCandidates.select(selection, after, limit)
                .on(database)
                .map(R2dbcRedeliveries::candidate)
                .all()
                .collectList());
    }

    private static Candidate candidate(Readable row) {
        return new Candidate(
                Columns.required(row, "id", UUID.class),
                Columns.required(row, "event_type", String.class),
                List.of(Columns.required(row, "channels", String[].class)),
                Columns.required(row, "chosen", Boolean.class),
                Columns.required(row, "pending", Boolean.class));
    }
}
