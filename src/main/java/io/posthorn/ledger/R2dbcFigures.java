package io.posthorn.ledger;

import io.posthorn.id.IdGenerator;
import io.posthorn.postgres.Columns;
import io.posthorn.postgres.DirectConnections;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.postgresql.api.PostgresqlResult;
import io.r2dbc.postgresql.api.PostgresqlStatement;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Reads the figures in a few statements, each of which reads no more than {@link LedgerFigures#MOST_COUNTED} rows of an
 * index, and begins in the queue of messages where it found the first one the last time.
 */
final class R2dbcFigures {

    /** Messages whose time has come enter the queue with identifiers from the past, so now and then from the start. */
    private static final int FULL_LOOK_EVERY = 20;

    private static final UUID BEGINNING = new UUID(0, 0);
    private static final Duration LATE_COMMITS = Duration.ofMinutes(1);

    /** Rather no figures than a statement that waits behind a lock, or others behind it. */
    private static final String BOUNDS = "SET statement_timeout = '5s'; SET lock_timeout = '1s'";

    private static final String NOW = "SELECT clock_timestamp() AS now";
    private static final String QUEUE = """
            WITH head AS MATERIALIZED (
              SELECT message_id, node_id FROM pending WHERE message_id >= $1 ORDER BY message_id LIMIT %1$d)
            SELECT (SELECT message_id FROM head ORDER BY message_id LIMIT 1) AS first,
                   (SELECT message_id FROM head WHERE node_id IS NULL ORDER BY message_id LIMIT 1) AS oldest,
                   (SELECT count(*) FROM head WHERE node_id IS NULL) AS due,
                   (SELECT count(*) FROM head WHERE node_id IS NOT NULL) AS owned""".formatted(LedgerFigures.MOST_COUNTED);
    private static final String ROWS = """
            SELECT (SELECT min(due_at) FROM delivery WHERE state = 0 AND node_id IS NULL) AS oldest,
                   (SELECT min(deliver_at) FROM scheduled) AS first_scheduled,
                   (SELECT count(*) FROM (SELECT FROM delivery WHERE state = 0 AND node_id IS NULL AND due_at <= now()
                                          LIMIT %1$d) AS d) AS due,
                   (SELECT count(*) FROM (SELECT FROM delivery WHERE state = 0 AND node_id IS NULL AND due_at > now()
                                          LIMIT %1$d) AS r) AS retry,
                   (SELECT count(*) FROM (SELECT FROM scheduled LIMIT %1$d) AS s) AS scheduled""".formatted(LedgerFigures.MOST_COUNTED);
    private static final String HELD = """
            SELECT endpoint_id, count(*) AS held
            FROM (SELECT endpoint_id FROM delivery WHERE state = 1 AND node_id IS NULL LIMIT %d) AS h
            GROUP BY endpoint_id""".formatted(LedgerFigures.MOST_COUNTED);
    static final String TABLES = """
            SELECT parent.relname::text AS name,
                   coalesce(sum(pg_total_relation_size(part.inhrelid)), pg_total_relation_size(parent.oid))::bigint AS bytes
            FROM pg_class AS parent LEFT JOIN pg_inherits AS part ON part.inhparent = parent.oid
            WHERE parent.oid = ANY(ARRAY['message', 'attempt', 'pending', 'delivery', 'message_key', 'scheduled']::regclass[])
            GROUP BY parent.oid, parent.relname""";
    private static final String SERVER = """
            SELECT pg_database_size(current_database()) AS bytes,
                   (SELECT coalesce(extract(epoch FROM max(clock_timestamp() - xact_start)), 0)::float8
                    FROM pg_stat_activity
                    WHERE datname = current_database() AND backend_xmin IS NOT NULL AND pid <> pg_backend_pid()) AS oldest""";

    private final Function<UUID, WaitingReason> whyHeld;
    private final InstantSource clock;
    private final Scheduler eventLoop;
    private UUID first = BEGINNING;
    private int looks;

    R2dbcFigures(Function<UUID, WaitingReason> whyHeld, InstantSource clock, Scheduler eventLoop) {
        this.whyHeld = whyHeld;
        this.clock = clock;
        this.eventLoop = eventLoop;
    }

    /** One look at a time. */
    Mono<LedgerFigures> sample(DirectConnections connections) {
        return Mono.usingWhen(connections.open("figures"), this::look, PostgresqlConnection::close)
                .subscribeOn(eventLoop);
    }

    private Mono<LedgerFigures> look(PostgresqlConnection connection) {
        FiguresLook look = new FiguresLook(clock);
        return run(connection, BOUNDS)
                .then(Mono.defer(() -> clock(connection, look)))
                .then(Mono.defer(() -> queue(connection, look)))
                .then(Mono.defer(() -> all(connection.createStatement(ROWS), look::rows)))
                .then(Mono.defer(() -> all(connection.createStatement(HELD), row -> held(row, look))))
                .then(Mono.defer(() -> all(connection.createStatement(TABLES), look::table)))
                .then(Mono.defer(() -> all(connection.createStatement(SERVER), look::server)))
                .then(Mono.defer(() -> partitions(connection, look)))
                .then(Mono.fromSupplier(look::figures));
    }

    private static Mono<Void> clock(PostgresqlConnection connection, FiguresLook look) {
        long asked = System.nanoTime();
        return all(
                connection.createStatement(NOW), row -> look.clock(Columns.required(row, "now", Instant.class), asked));
    }

    private Mono<Void> queue(PostgresqlConnection connection, FiguresLook look) {
        UUID from = looks++ % FULL_LOOK_EVERY == 0 ? BEGINNING : first;
        return all(connection.createStatement(QUEUE).bind("$1", from), row -> {
            UUID found = row.get("first", UUID.class);
            first = found == null ? IdGenerator.floor(look.now().minus(LATE_COMMITS)) : found;
            look.queue(row);
        });
    }

    private void held(Readable row, FiguresLook look) {
        look.add(
                whyHeld.apply(Columns.required(row, "endpoint_id", UUID.class)),
                Columns.required(row, "held", Long.class));
    }

    private static Mono<Void> partitions(PostgresqlConnection connection, FiguresLook look) {
        return R2dbcPartitionTables.on(connection).flatMap(tables -> Flux.just("message", "attempt")
                .concatMap(table -> tables.attached(table).collectList())
                .doOnNext(look::partitions)
                .then());
    }

    private static Mono<Void> run(PostgresqlConnection connection, String sql) {
        return connection
                .createStatement(sql)
                .execute()
                .concatMap(PostgresqlResult::getRowsUpdated)
                .then();
    }

    private static Mono<Void> all(PostgresqlStatement statement, Reader reader) {
        return statement
                .execute()
                .concatMap(result -> result.map(row -> {
                    reader.read(row);
                    return true;
                }))
                .then();
    }

    private interface Reader {
        void read(Readable row);
    }
}
