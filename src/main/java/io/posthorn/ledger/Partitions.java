package io.posthorn.ledger;

import io.posthorn.id.IdGenerator;
import io.posthorn.postgres.Columns;
import io.posthorn.postgres.DirectConnections;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.postgresql.api.PostgresqlResult;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The daily partitions of the ledger, by ranges of UUIDv7. They are made ahead of time and attached rather than
 * created in place, and detached concurrently before they are dropped: neither ever makes a write wait behind a reader.
 */
final class Partitions {

    private static final List<String> TABLES = List.of("message", "attempt");
    private static final DateTimeFormatter NAME = DateTimeFormatter.BASIC_ISO_DATE;
    /** Any number that nothing else uses; one node at a time works on partitions. */
    private static final String LOCK = "SELECT pg_advisory_lock(7067839454)";

    private static final String UNLOCK = "SELECT pg_advisory_unlock(7067839454)";
    private static final String ATTACHED = """
            SELECT child.relname AS name, pg_inherits.inhdetachpending AS detaching FROM pg_inherits
            JOIN pg_class child ON child.oid = inhrelid WHERE inhparent = $1::regclass ORDER BY 1""";
    private static final String NOW = "SELECT now() AS now";

    private final DirectConnections connections;

    Partitions(DirectConnections connections) {
        this.connections = connections;
    }

    /** Makes what is missing from yesterday, by the database's clock, to so many days ahead. */
    Mono<Void> ensure(int daysAhead) {
        return locked(open -> today(open)
                .flatMapMany(today -> Flux.fromStream(
                        today.minusDays(1).datesUntil(today.plusDays(daysAhead + 1L))))
                .concatMap(day -> Flux.fromIterable(TABLES).concatMap(table -> make(open, table, day)))
                .then());
    }

    private Mono<Void> make(PostgresqlConnection open, String table, LocalDate day) {
        return attached(open, table)
                .any(partition -> partition.name().equals(name(table, day)))
                .filter(there -> !there)
                .flatMap(missing -> run(open, """
                        SET lock_timeout = '5s';
                        CREATE TABLE IF NOT EXISTS %1$s (LIKE %2$s INCLUDING ALL);
                        ALTER TABLE %2$s ATTACH PARTITION %1$s FOR VALUES FROM ('%3$s') TO ('%4$s')"""
                        .formatted(name(table, day), table, floor(day), floor(day.plusDays(1)))));
    }

    private static String name(String table, LocalDate day) {
        return table + "_p" + NAME.format(day);
    }

    /** The smallest 128-bit value of the day, version bits or not, so that no id falls between two partitions. */
    static UUID floor(LocalDate day) {
        Instant midnight = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        return new UUID(IdGenerator.floor(midnight).getMostSignificantBits() & ~0xffffL, 0);
    }

    private static Flux<Partition> attached(PostgresqlConnection open, String table) {
        return open.createStatement(ATTACHED)
                .bind("$1", table)
                .execute()
                .concatMap(result -> result.map(row -> new Partition(
                        Columns.required(row, "name", String.class),
                        Columns.required(row, "detaching", Boolean.class))));
    }

    private static Mono<LocalDate> today(PostgresqlConnection open) {
        return open.createStatement(NOW)
                .execute()
                .concatMap(result -> result.map(row -> Columns.required(row, "now", OffsetDateTime.class)))
                .next()
                .map(now -> now.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate());
    }

    private <T> Mono<T> locked(Function<PostgresqlConnection, Mono<T>> work) {
        return Mono.usingWhen(
                connections.open("partitions").publishOn(connections.eventLoop()),
                open -> run(open, LOCK).then(Mono.defer(() -> work.apply(open))).delayUntil(done -> run(open, UNLOCK)),
                PostgresqlConnection::close);
    }

    private static Mono<Void> run(PostgresqlConnection open, String sql) {
        return Flux.defer(() -> open.createStatement(sql).execute())
                .concatMap(PostgresqlResult::getRowsUpdated)
                .then();
    }

    private record Partition(String name, boolean detaching) {}
}
