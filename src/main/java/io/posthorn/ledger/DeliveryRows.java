package io.posthorn.ledger;

import io.posthorn.ledger.Outcome.OfDelivery;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.postgresql.api.PostgresqlResult;
import io.r2dbc.postgresql.api.PostgresqlStatement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Writes the rows of deliveries that wait outside memory or ended undelivered, and removes those of delivered ones. A
 * row that a newer request for the same delivery has taken over is left alone.
 */
final class DeliveryRows {

    private static final String UPSERT = """
            INSERT INTO delivery (message_id, endpoint_id, app_id, state, attempts, due_at, node_id, reason, round, base,
                                  expires_at)
            SELECT message_id, endpoint_id, app_id, state, attempts,
                   CASE WHEN due_at >= 0 THEN 'epoch'::timestamptz + due_at * interval '1 microsecond' END,
                   CASE WHEN owned THEN $9::uuid END,
                   nullif(reason, ''), round, base,
                   CASE WHEN expires_at >= 0 THEN 'epoch'::timestamptz + expires_at * interval '1 microsecond' END
            FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[], $5::int[], $6::bigint[], $7::bool[], $8::text[],
                        $10::bigint[], $11::int[], $12::bigint[])
              AS row (message_id, endpoint_id, app_id, state, attempts, due_at, owned, reason, round, base, expires_at)
            ON CONFLICT (message_id, endpoint_id) DO UPDATE
            SET state = excluded.state, attempts = excluded.attempts, due_at = excluded.due_at,
                node_id = excluded.node_id, reason = excluded.reason, round = excluded.round, base = excluded.base,
                expires_at = excluded.expires_at
            WHERE delivery.round <= excluded.round""";
    private static final String DELETE = """
            DELETE FROM delivery USING unnest($1::uuid[], $2::uuid[], $3::bigint[]) AS done (message_id, endpoint_id, round)
            WHERE delivery.message_id = done.message_id AND delivery.endpoint_id = done.endpoint_id
              AND delivery.round <= done.round""";
    private static final long NEVER = -1;

    private final CurrentNode node;

    DeliveryRows(CurrentNode node) {
        this.node = node;
    }

    Mono<Void> write(PostgresqlConnection connection, List<OfDelivery> deliveries) {
        List<OfDelivery> kept = deliveries.stream().filter(DeliveryRows::isKept).toList();
        List<OfDelivery> done = deliveries.stream()
                .filter(delivery -> delivery.hasRow() && delivery.disposition() instanceof Disposition.Delivered)
                .toList();
        return upsert(connection, kept).then(delete(connection, done));
    }

    /** Waiting in memory needs a row only where there is one already, so that its owner and time stay true. */
    private static boolean isKept(OfDelivery delivery) {
        return switch (delivery.disposition()) {
            case Disposition.Delivered delivered -> false;
            case Disposition.Waiting waiting -> delivery.hasRow();
            case Disposition.Parked parked -> true;
            case Disposition.Held held -> true;
            case Disposition.Exhausted exhausted -> true;
            case Disposition.Discarded discarded -> true;
        };
    }

    private Mono<Void> upsert(PostgresqlConnection connection, List<OfDelivery> rows) {
        return rows.isEmpty()
                ? Mono.empty()
                : Mono.defer(() -> run(keys(connection.createStatement(UPSERT), rows)
                        .bind("$3", column(rows, UUID[]::new, OfDelivery::applicationId))
                        .bind("$4", column(rows, Integer[]::new, row -> state(row.disposition())))
                        .bind("$5", column(rows, Integer[]::new, OfDelivery::attempts))
                        .bind("$6", column(rows, Long[]::new, row -> dueAt(row.disposition())))
                        .bind(
                                "$7",
                                column(rows, Boolean[]::new, row -> row.disposition() instanceof Disposition.Waiting))
                        .bind("$8", column(rows, String[]::new, row -> reason(row.disposition())))
                        .bind("$9", node.id())
                        .bind("$10", column(rows, Long[]::new, DeliveryRows::round))
                        .bind("$11", column(rows, Integer[]::new, row -> row.round()
                                .base()))
                        .bind("$12", column(rows, Long[]::new, DeliveryRows::expiresAt))));
    }

    private Mono<Void> delete(PostgresqlConnection connection, List<OfDelivery> rows) {
        return rows.isEmpty()
                ? Mono.empty()
                : Mono.defer(() -> run(keys(connection.createStatement(DELETE), rows)
                        .bind("$3", column(rows, Long[]::new, DeliveryRows::round))));
    }

    private static Long round(OfDelivery row) {
        return row.round().number();
    }

    private static PostgresqlStatement keys(PostgresqlStatement statement, List<OfDelivery> rows) {
        return statement
                .bind("$1", column(rows, UUID[]::new, OfDelivery::messageId))
                .bind("$2", column(rows, UUID[]::new, OfDelivery::endpointId));
    }

    private static Mono<Void> run(PostgresqlStatement statement) {
        return statement.execute().concatMap(PostgresqlResult::getRowsUpdated).then();
    }

    private static <T> T[] column(
            List<OfDelivery> rows, java.util.function.IntFunction<T[]> array, Function<OfDelivery, T> value) {
        return rows.stream().map(value).toArray(array);
    }

    /** The legend stands in the schema. */
    private static int state(Disposition disposition) {
        return switch (disposition) {
            case Disposition.Waiting waiting -> 0;
            case Disposition.Parked parked -> 0;
            case Disposition.Held held -> 1;
            case Disposition.Exhausted exhausted -> 2;
            case Disposition.Discarded discarded -> 3;
            case Disposition.Delivered delivered -> throw new IllegalArgumentException("delivered has no row");
        };
    }

    private static long dueAt(Disposition disposition) {
        return switch (disposition) {
            case Disposition.Waiting(Instant until) -> micros(until);
            case Disposition.Parked(Instant dueAt) -> micros(dueAt);
            default -> NEVER;
        };
    }

    private static Long expiresAt(OfDelivery row) {
        Instant at = row.expiresAt();
        return at == null ? NEVER : micros(at);
    }

    private static long micros(Instant at) {
        return Math.max(0, ChronoUnit.MICROS.between(Instant.EPOCH, at));
    }

    private static String reason(Disposition disposition) {
        return disposition instanceof Disposition.Discarded(String reason) ? reason : "";
    }
}
