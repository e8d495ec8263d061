package io.posthorn.throttle;

import io.posthorn.postgres.Columns;
import io.posthorn.postgres.DirectConnections;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.postgresql.api.PostgresqlResult;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One row for each limited thing says up to when its time line is handed out, by the database's clock. On a connection
 * of its own, one call at a time.
 */
final class R2dbcLeases implements Leases {

    /** Rows are locked in the order of their keys. A time line that ends far ahead was drawn by another clock. */
    private static final String LEASE = """
            WITH clock AS MATERIALIZED (
              SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint * 1000 AS now)
            INSERT INTO rate_lease AS line (key, leased_until)
            SELECT asked.key, clock.now + asked.span
            FROM unnest($1::text[], $2::bigint[]) AS asked (key, span), clock ORDER BY asked.key
            ON CONFLICT (key) DO UPDATE
            SET leased_until = excluded.leased_until + CASE
              WHEN line.leased_until > (SELECT now FROM clock) + 60000000000 THEN 0
              ELSE greatest(line.leased_until - (SELECT now FROM clock), 0) END
            RETURNING key, leased_until - (SELECT now FROM clock) AS ends_in""";

    private static final String TIDY = """
            DELETE FROM rate_lease
            WHERE leased_until < (extract(epoch FROM clock_timestamp() - interval '1 hour') * 1000000)::bigint * 1000""";

    private static final Duration ANSWER = Duration.ofSeconds(1);

    private final DirectConnections connections;
    private @Nullable PostgresqlConnection current;

    R2dbcLeases(DirectConnections connections) {
        this.connections = connections;
    }

    @Override
    public Mono<List<Granted>> lease(List<Asked> asked) {
        Map<String, Asked> byKey = asked.stream().collect(Collectors.toMap(Asked::key, wish -> wish));
        return using(open -> open.createStatement(LEASE)
                .bind("$1", asked.stream().map(Asked::key).toArray(String[]::new))
                .bind("$2", asked.stream().map(R2dbcLeases::span).toArray(Long[]::new))
                .execute()
                .concatMap(result -> result.map(row -> granted(row, byKey)))
                .collectList());
    }

    private static Long span(Asked asked) {
        return asked.interval() * asked.count();
    }

    private static Granted granted(Readable row, Map<String, Asked> byKey) {
        String key = Columns.required(row, "key", String.class);
        Asked asked = byKey.get(key);
        if (asked == null) {
            throw new IllegalStateException("nobody asked for " + key);
        }
        long first = Columns.required(row, "ends_in", Long.class) - span(asked);
        return new Granted(key, Math.max(0, first), asked.count());
    }

    @Override
    public Mono<Void> tidy() {
        return using(open -> Flux.from(open.createStatement(TIDY).execute())
                .concatMap(PostgresqlResult::getRowsUpdated)
                .then());
    }

    @Override
    public Mono<Void> close() {
        return discard().subscribeOn(connections.eventLoop());
    }

    /** A connection that did not answer in time is closed: one that hangs stays useless for ever. */
    private <T> Mono<T> using(Function<PostgresqlConnection, Mono<T>> work) {
        return connection()
                .flatMap(work)
                .timeout(ANSWER)
                .onErrorResume(error -> discard().then(Mono.error(error)))
                .subscribeOn(connections.eventLoop());
    }

    private Mono<PostgresqlConnection> connection() {
        return Mono.defer(() ->
                current != null ? Mono.just(current) : connections.open("rates").doOnNext(opened -> current = opened));
    }

    private Mono<Void> discard() {
        return Mono.defer(() -> {
            PostgresqlConnection doubtful = current;
            current = null;
            return doubtful == null
                    ? Mono.empty()
                    : doubtful.close().timeout(ANSWER).onErrorComplete();
        });
    }
}
