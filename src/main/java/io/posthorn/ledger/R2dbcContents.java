package io.posthorn.ledger;

import io.posthorn.postgres.Columns;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Takes contents back, one transaction for each call. The rows that claims go by are locked before the message's own,
 * in the order in which outcomes are written, so that whoever claims it has either been seen here or sees it empty.
 */
@Component
final class R2dbcContents implements Contents {

    private static final String LOCK_DELIVERIES = """
            SELECT message_id, node_id IS NOT NULL OR round > 0 AS held FROM delivery
            WHERE message_id = ANY(:ids) AND state < 2 ORDER BY message_id, endpoint_id FOR UPDATE""";
    private static final String LOCK_PENDING = """
            SELECT message_id, node_id IS NOT NULL AS held FROM pending
            WHERE message_id = ANY(:ids) ORDER BY message_id FOR UPDATE""";
    private static final String EMPTY = """
            UPDATE message SET payload = NULL, expunge_at = NULL
            WHERE id = ANY(:ids) AND id BETWEEN :low AND :high AND app_id = :application RETURNING id""";
    private static final String DISCARD = """
            UPDATE delivery SET state = 3, due_at = NULL, node_id = NULL, reason = 'the content of the message was expunged'
            WHERE message_id = ANY(:ids) AND state < 2""";
    private static final String RECALL = """
            INSERT INTO recalled (message_id, at) SELECT id, clock_timestamp() FROM unnest(:ids::uuid[]) AS id
            ON CONFLICT (message_id) DO UPDATE SET at = excluded.at""";
    private static final String RECALLED = "SELECT message_id FROM recalled WHERE at >= :since";
    private static final String FORGET_RECALLED = "DELETE FROM recalled WHERE at < now() - interval '1 day'";
    private static final String EMPTY_RESPONSE = """
            UPDATE attempt SET response = 'EXPUNGED'::bytea
            WHERE id = :id AND message_id = :message AND app_id = :application""";
    private static final String ALONE = "SELECT pg_try_advisory_xact_lock(7315620901) AS alone";
    private static final String DUE =
            "SELECT id, app_id FROM message WHERE expunge_at <= now() ORDER BY expunge_at LIMIT :limit";

    private static final Retry AFTER_DEADLOCK =
            Retry.backoff(5, Duration.ofMillis(20)).filter(ConcurrencyFailureException.class::isInstance);

    private final DatabaseClient database;
    private final TransactionalOperator transactions;
    private final ObjectProvider<Custodian> custodian;

    R2dbcContents(DatabaseClient database, TransactionalOperator transactions, ObjectProvider<Custodian> custodian) {
        this.database = database;
        this.transactions = transactions;
        this.custodian = custodian;
    }

    @Override
    public Mono<Set<UUID>> expunge(UUID applicationId, Collection<UUID> messages) {
        UUID[] sorted = messages.stream().sorted().distinct().toArray(UUID[]::new);
        return sorted.length == 0
                ? Mono.just(Set.of())
                : transactions
                        .transactional(Mono.defer(() -> empty(applicationId, sorted)))
                        .retryWhen(AFTER_DEADLOCK)
                        .doOnNext(gone -> custodian.ifAvailable(here -> here.recall(gone)));
    }

    private Mono<Set<UUID>> empty(UUID application, UUID[] asked) {
        return ofApplication(application, asked)
                .flatMap(ids -> ids.length == 0
                        ? Mono.just(Set.<UUID>of())
                        : held(ids).flatMap(held -> run(EMPTY, application, ids)
                                .then(run(DISCARD, ids))
                                .then(held.length == 0 ? Mono.empty() : run(RECALL, held))
                                .thenReturn(Set.of(ids))));
    }

    private Mono<UUID[]> ofApplication(UUID application, UUID[] ids) {
        return database.sql("SELECT id FROM message WHERE id = ANY(:ids) AND id BETWEEN :low AND :high"
                        + " AND app_id = :application ORDER BY id")
                .bind("ids", ids)
                .bind("low", ids[0])
                .bind("high", ids[ids.length - 1])
                .bind("application", application)
                .map(row -> Columns.required(row, "id", UUID.class))
                .all()
                .collectList()
                .map(found -> found.toArray(UUID[]::new));
    }

    /** Locks what may be claimed, and tells which of the messages are in some node's memory. */
    private Mono<UUID[]> held(UUID[] ids) {
        return lock(LOCK_DELIVERIES, ids)
                .flatMap(ofRows -> lock(LOCK_PENDING, ids).map(whole -> {
                    Set<UUID> held = new HashSet<>(ofRows);
                    held.addAll(whole);
                    return held.toArray(UUID[]::new);
                }));
    }

    private Mono<List<UUID>> lock(String sql, UUID[] ids) {
        return database.sql(sql)
                .bind("ids", ids)
                .map(row -> Columns.required(row, "held", Boolean.class)
                        ? List.of(Columns.required(row, "message_id", UUID.class))
                        : List.<UUID>of())
                .all()
                .flatMapIterable(found -> found)
                .collectList();
    }

    private Mono<Void> run(String sql, UUID application, UUID[] ids) {
        return database.sql(sql)
                .bind("ids", ids)
                .bind("low", ids[0])
                .bind("high", ids[ids.length - 1])
                .bind("application", application)
                .then();
    }

    private Mono<Void> run(String sql, UUID[] ids) {
        return database.sql(sql).bind("ids", ids).then();
    }

    @Override
    public Mono<Boolean> expungeResponse(UUID applicationId, UUID messageId, UUID attemptId) {
        return database.sql(EMPTY_RESPONSE)
                .bind("id", attemptId)
                .bind("message", messageId)
                .bind("application", applicationId)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    @Override
    public Mono<Long> expungeDue(int limit) {
        return transactions
                .transactional(Mono.defer(() -> database.sql(ALONE)
                        .map(row -> Columns.required(row, "alone", Boolean.class))
                        .one()
                        .filter(alone -> alone)
                        .flatMap(_ -> database.sql(FORGET_RECALLED).then().then(emptyDue(limit)))
                        .defaultIfEmpty(List.of())))
                .doOnNext(gone -> custodian.ifAvailable(here -> here.recall(gone)))
                .map(gone -> (long) gone.size())
                .retryWhen(AFTER_DEADLOCK);
    }

    private Mono<List<UUID>> emptyDue(int limit) {
        return database.sql(DUE)
                .bind("limit", limit)
                .map(row ->
                        new Due(Columns.required(row, "id", UUID.class), Columns.required(row, "app_id", UUID.class)))
                .all()
                .collectMultimap(Due::application, Due::message)
                .flatMapIterable(java.util.Map::entrySet)
                .concatMap(due -> empty(due.getKey(), sorted(due.getValue())))
                .flatMapIterable(gone -> gone)
                .collectList();
    }

    private static UUID[] sorted(Collection<UUID> ids) {
        UUID[] sorted = ids.toArray(UUID[]::new);
        Arrays.sort(sorted);
        return sorted;
    }

    private record Due(UUID message, UUID application) {}

    @Override
    public Flux<UUID> recalled(Instant since) {
        return database.sql(RECALLED)
                .bind("since", since.atOffset(ZoneOffset.UTC))
                .map(row -> Columns.required(row, "message_id", UUID.class))
                .all();
    }
}
