package io.posthorn.ledger;

import io.posthorn.access.AuditTrail;
import io.posthorn.access.Change;
import io.posthorn.id.IdKind;
import io.posthorn.postgres.Columns;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Marks rows of deliveries that failed for good; rows are locked in the order of their keys. */
@Component
final class R2dbcHandling implements Handling {

    private static final String NAMED = """
            FROM unnest(:messages::uuid[], :endpoints::uuid[]) AS named (message_id, endpoint_id)
            JOIN delivery AS held USING (message_id, endpoint_id)
            WHERE held.app_id = :application AND\s""" + R2dbcFailed.FOR_GOOD;
    private static final String MEANT = "WITH meant AS (SELECT held.message_id, held.endpoint_id " + NAMED;
    private static final String LOCKED = " ORDER BY 1, 2 FOR UPDATE OF held) ";
    private static final String OPEN = MEANT + " AND held.handled_at IS NULL" + LOCKED;
    private static final String HANDLED = MEANT + " AND held.handled_at IS NOT NULL" + LOCKED;
    private static final String CHANGE = """
            UPDATE delivery SET %s FROM meant
            WHERE delivery.message_id = meant.message_id AND delivery.endpoint_id = meant.endpoint_id
            RETURNING delivery.message_id, delivery.endpoint_id""";
    private static final String SET = CHANGE.formatted("handled_at = now(), handled_by = :by");
    private static final String CLEAR = CHANGE.formatted("handled_at = NULL, handled_by = NULL");
    private static final String FOUND =
            "SELECT held.message_id, held.endpoint_id, held.handled_at, held.handled_by " + NAMED;

    private static final String NEXT_MESSAGES = "WITH page AS (SELECT DISTINCT held.message_id FROM delivery AS held";
    private static final String THEIR_DELIVERIES = """
            ORDER BY held.message_id LIMIT :limit),
            meant AS (
              SELECT held.message_id, held.endpoint_id FROM page JOIN delivery AS held ON held.message_id = page.message_id""";
    private static final String CHANGED = """
            ORDER BY held.message_id, held.endpoint_id FOR UPDATE OF held),
            changed AS (%s)
            SELECT (SELECT count(*) FROM page) AS messages, (SELECT count(*) FROM changed) AS changed,
                   coalesce((SELECT message_id FROM page ORDER BY message_id DESC LIMIT 1), :after) AS reached""";

    private final DatabaseClient database;
    private final TransactionalOperator transactions;
    private final AuditTrail audit;

    R2dbcHandling(DatabaseClient database, TransactionalOperator transactions, AuditTrail audit) {
        this.database = database;
        this.transactions = transactions;
        this.audit = audit;
    }

    /** One message at one endpoint. */
    record Delivery(UUID messageId, UUID endpointId) {}

    /**
     * A delivery that failed for good.
     *
     * @param mark null when nobody has seen to it
     */
    record Found(Delivery delivery, @Nullable HandledMark mark) {}

    /**
     * Marks these as handled, or takes their mark away; what is so already stays as it is. The audit trail says who
     * did it.
     *
     * @return those that failed for good, as they are now; the others are left out
     */
    Mono<List<Found>> mark(UUID application, Collection<Delivery> deliveries, boolean handled, String by) {
        return transactions.transactional(change(application, deliveries, handled, by)
                .collectList()
                .flatMap(changed -> note(application, changed, handled))
                .then(found(application, deliveries)));
    }

    private Flux<Delivery> change(UUID application, Collection<Delivery> deliveries, boolean handled, String by) {
        return (handled
                        ? named(OPEN + SET, application, deliveries).bind("by", by)
                        : named(HANDLED + CLEAR, application, deliveries))
                .map(R2dbcHandling::delivery)
                .all();
    }

    private Mono<List<Found>> found(UUID application, Collection<Delivery> deliveries) {
        return Mono.defer(() -> named(FOUND, application, deliveries)
                .map(row -> new Found(delivery(row), mark(row)))
                .all()
                .collectList());
    }

    private DatabaseClient.GenericExecuteSpec named(String sql, UUID application, Collection<Delivery> deliveries) {
        return database.sql(sql)
                .bind("messages", deliveries.stream().map(Delivery::messageId).toArray(UUID[]::new))
                .bind("endpoints", deliveries.stream().map(Delivery::endpointId).toArray(UUID[]::new))
                .bind("application", application);
    }

    private static Delivery delivery(Readable row) {
        return new Delivery(
                Columns.required(row, "message_id", UUID.class), Columns.required(row, "endpoint_id", UUID.class));
    }

    /** Who has seen to the delivery of this row, and when. */
    static @Nullable HandledMark mark(Readable row) {
        Instant at = row.get("handled_at", Instant.class);
        return at == null ? null : new HandledMark(at, Columns.required(row, "handled_by", String.class));
    }

    private Mono<Void> note(UUID application, List<Delivery> changed, boolean handled) {
        Map<UUID, List<String>> endpoints = changed.stream()
                .collect(Collectors.groupingBy(
                        Delivery::messageId,
                        Collectors.mapping(one -> IdKind.ENDPOINT.format(one.endpointId()), Collectors.toList())));
        String action = handled ? "delivery.handle" : "delivery.reopen";
        return Flux.fromIterable(endpoints.entrySet())
                .concatMap(entry -> audit.note(
                        Change.in(application, action, IdKind.MESSAGE.format(entry.getKey()), entry.getValue())))
                .then();
    }

    @Override
    public Mono<Swept> sweep(Selection selection, UUID after, int limit, String by) {
        ReviewFilter filter = ReviewFilter.of(selection);
        R2dbcSelect select = R2dbcFailed.where(new R2dbcSelect(NEXT_MESSAGES), selection.applicationId(), filter)
                .add("AND held.message_id > :after AND held.message_id >= :first AND held.message_id < :end")
                .bind("after", after)
                .bind("first", selection.first())
                .bind("end", selection.end())
                .add(THEIR_DELIVERIES)
                .bind("limit", limit);
        R2dbcFailed.where(R2dbcFailed.join(select, filter), selection.applicationId(), filter);
        R2dbcFailed.narrow(select, filter).add(CHANGED.formatted(filter.handled() ? CLEAR : SET));
        return (filter.handled() ? select : select.bind("by", by))
                .on(database)
                .map(R2dbcHandling::swept)
                .one();
    }

    private static Swept swept(Readable row) {
        return new Swept(
                Columns.required(row, "messages", Integer.class),
                Columns.required(row, "reached", UUID.class),
                Columns.required(row, "changed", Long.class));
    }

    @Override
    public Mono<Long> count(Selection selection, int ceiling) {
        R2dbcSelect select = counted(selection.applicationId(), ReviewFilter.of(selection))
                .add("AND held.message_id >= :first AND held.message_id < :end")
                .bind("first", selection.first())
                .bind("end", selection.end());
        return upTo(select, ceiling);
    }

    /** How many the listing with the same filter would have, counting no further than the ceiling. */
    Mono<Long> count(UUID application, ReviewFilter filter, int ceiling) {
        LedgerFilter by = filter.ledger();
        return Mono.defer(
                () -> upTo(counted(application, filter).within("held.message_id", by.after(), by.before()), ceiling));
    }

    private static R2dbcSelect counted(UUID application, ReviewFilter filter) {
        R2dbcSelect select = R2dbcFailed.join(
                new R2dbcSelect("SELECT count(*) AS count FROM (SELECT 1 FROM delivery AS held"), filter);
        return R2dbcFailed.narrow(R2dbcFailed.where(select, application, filter), filter);
    }

    private Mono<Long> upTo(R2dbcSelect select, int ceiling) {
        return select.add("LIMIT :ceiling) AS counted")
                .bind("ceiling", ceiling)
                .on(database)
                .map(row -> Columns.required(row, "count", Long.class))
                .one();
    }
}
