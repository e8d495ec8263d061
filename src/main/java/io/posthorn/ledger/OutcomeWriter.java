package io.posthorn.ledger;

import io.posthorn.ledger.Outcome.OfDelivery;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.postgresql.api.PostgresqlResult;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import reactor.core.publisher.Mono;

/**
 * Writes what came of deliveries: attempt rows by binary COPY, delivery rows for what waits or ended undelivered, and
 * takes pending rows out with the last outcome of their message. Tells each caller whether that was the last one.
 */
final class OutcomeWriter implements GroupWriter<Outcome, Boolean> {

    private static final String COPY_ATTEMPT = """
            COPY attempt (id, message_id, endpoint_id, app_id, event_type, url, status, code, number, trigger,
                          duration_ms, response, detail, next_at)
            FROM STDIN (FORMAT binary)""";
    private static final String DELETE_PENDING = "DELETE FROM pending WHERE message_id = ANY($1)";
    private static final String FIND_ATTEMPT = "SELECT 1 AS one FROM attempt WHERE id = ANY($1) LIMIT 1";
    private static final String FIND_PENDING = "SELECT 1 AS one FROM pending WHERE message_id = ANY($1) LIMIT 1";

    private final DeliveryRows deliveryRows;
    private final OutcomeNotices notices;

    OutcomeWriter(DeliveryRows deliveryRows, OutcomeNotices notices) {
        this.deliveryRows = deliveryRows;
        this.notices = notices;
    }

    @Override
    public long weight(Outcome outcome) {
        return switch (outcome) {
            case OfDelivery delivery
            when delivery.attempt() instanceof AttemptRow row && row.response() != null -> 400L + row.response().length;
            case OfDelivery delivery -> 400;
            case Outcome.NothingToDeliver nothing -> 100;
        };
    }

    @Override
    public Mono<List<Boolean>> write(PostgresqlConnection connection, List<Outcome> group, Mono<Long> configVersion) {
        List<OfDelivery> deliveries = deliveries(group);
        Map<Countdown, Integer> settled = settled(group);
        List<Boolean> last =
                group.stream().map(outcome -> finishes(outcome, settled)).toList();
        return Pipelining.all(List.of(
                        copyAttempts(
                                connection,
                                deliveries.stream()
                                        .filter(d -> d.attempt() != null)
                                        .toList()),
                        deliveryRows.write(connection, deliveries),
                        deletePending(connection, finished(settled))))
                .then(configVersion)
                .flatMap(version -> notices.write(connection, group, last, version))
                .thenReturn(last);
    }

    private static List<OfDelivery> deliveries(List<Outcome> group) {
        return group.stream()
                .filter(OfDelivery.class::isInstance)
                .map(OfDelivery.class::cast)
                .toList();
    }

    private static Mono<Void> copyAttempts(PostgresqlConnection connection, List<OfDelivery> deliveries) {
        return deliveries.isEmpty()
                ? Mono.empty()
                : connection
                        .copyIn(COPY_ATTEMPT, Mono.fromSupplier(() -> attemptRows(deliveries)
                                .finish()))
                        .then();
    }

    private static BinaryCopy attemptRows(List<OfDelivery> deliveries) {
        BinaryCopy rows = new BinaryCopy(deliveries.size() * 320);
        deliveries.forEach(delivery -> attemptRow(rows, delivery, Objects.requireNonNull(delivery.attempt())));
        return rows;
    }

    private static void attemptRow(BinaryCopy rows, OfDelivery delivery, AttemptRow attempt) {
        rows.row(14)
                .uuid(attempt.id())
                .uuid(delivery.messageId())
                .uuid(delivery.endpointId())
                .uuid(delivery.applicationId())
                .text(delivery.eventType())
                .text(attempt.url())
                .smallint(attempt.delivered() ? 0 : 2)
                .smallint(attempt.code())
                .smallint(attempt.number())
                .smallint(delivery.round().isManual() ? 1 : 0)
                .integer(attempt.durationMillis())
                .bytes(attempt.response())
                .text(attempt.detail())
                .instant(attempt.nextAt());
    }

    private static Mono<Void> deletePending(PostgresqlConnection connection, UUID[] messages) {
        return messages.length == 0
                ? Mono.empty()
                : Mono.defer(() -> connection
                        .createStatement(DELETE_PENDING)
                        .bind("$1", messages)
                        .execute()
                        .concatMap(PostgresqlResult::getRowsUpdated)
                        .then());
    }

    /** How many deliveries of each message the group settles. */
    private static Map<Countdown, Integer> settled(List<Outcome> group) {
        Map<Countdown, Integer> settled = new IdentityHashMap<>();
        for (Outcome outcome : group) {
            Countdown countdown = outcome.countdown();
            if (countdown != null) {
                settled.merge(countdown, settles(outcome), Integer::sum);
            }
        }
        return settled;
    }

    private static int settles(Outcome outcome) {
        return outcome instanceof OfDelivery delivery && delivery.disposition().settles() ? 1 : 0;
    }

    private static UUID[] finished(Map<Countdown, Integer> settled) {
        return settled.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(entry.getValue()))
                .map(entry -> entry.getKey().messageId())
                .toArray(UUID[]::new);
    }

    private static boolean finishes(Outcome outcome, Map<Countdown, Integer> settled) {
        Countdown countdown = outcome.countdown();
        return countdown != null && countdown.endsWith(settled.getOrDefault(countdown, 0));
    }

    @Override
    public void committed(List<Outcome> group, List<Boolean> results) {
        settled(group).forEach(Countdown::fall);
    }

    /** Attempt ids are ours alone; a group without any is known by the pending rows it was to take out. */
    @Override
    public Mono<Boolean> wasCommitted(PostgresqlConnection connection, List<Outcome> group) {
        UUID[] attempts = deliveries(group).stream()
                .map(OfDelivery::attempt)
                .filter(Objects::nonNull)
                .map(AttemptRow::id)
                .toArray(UUID[]::new);
        return attempts.length > 0
                ? exists(connection, FIND_ATTEMPT, attempts)
                : withoutAttempts(connection, finished(settled(group)));
    }

    /** Rows without an attempt are upserts and deletes: where nothing proves the commit, writing again is harmless. */
    private static Mono<Boolean> withoutAttempts(PostgresqlConnection connection, UUID[] finished) {
        return finished.length == 0
                ? Mono.just(false)
                : exists(connection, FIND_PENDING, finished).map(still -> !still);
    }

    private static Mono<Boolean> exists(PostgresqlConnection connection, String sql, UUID[] ids) {
        return connection
                .createStatement(sql)
                .bind("$1", ids)
                .execute()
                .concatMap(result -> result.map(row -> Boolean.TRUE))
                .next()
                .defaultIfEmpty(false);
    }
}
