package io.posthorn.ledger;

import io.posthorn.id.IdGenerator;
import io.posthorn.postgres.Columns;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.postgresql.api.PostgresqlResult;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads and changes which tables are partitions of which, on a connection that does nothing else. */
final class R2dbcPartitionTables {

    /** Gives up instead of standing in the queue, where everybody who comes later would stand behind us. */
    private static final String NEVER_QUEUE_FOR_LONG = "SET lock_timeout = '2s'";

    private static final String NOW = "SELECT now() AS now";
    private static final String LOCK = "SELECT true AS locked FROM pg_advisory_lock($1)";
    private static final String TRY_LOCK = "SELECT pg_try_advisory_lock($1) AS locked";
    private static final String ATTACHED = """
            SELECT name, detaching, bounds[1]::uuid AS first, bounds[2]::uuid AS beyond
            FROM (SELECT child.oid::regclass::text AS name, inhdetachpending AS detaching,
                         regexp_match(pg_get_expr(relpartbound, child.oid), 'FROM \\(''(.+)''\\) TO \\(''(.+)''\\)') AS bounds
                  FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid
                  WHERE inhparent = $1::text::regclass) AS partition
            WHERE bounds IS NOT NULL
            ORDER BY first""";
    private static final String UNATTACHED = """
            SELECT stray.oid::regclass::text AS name
            FROM pg_class parent JOIN pg_class stray ON stray.relnamespace = parent.relnamespace
            WHERE parent.oid = $1::text::regclass AND stray.relkind = 'r' AND NOT stray.relispartition
              AND stray.relname LIKE parent.relname || '\\_p%'
            ORDER BY stray.relname""";
    /** One implicit transaction; the table may be there already, from somebody who got no further. */
    private static final String CREATE = """
            CREATE TABLE IF NOT EXISTS %1$s (LIKE %2$s INCLUDING ALL);
            ALTER TABLE %2$s ATTACH PARTITION %1$s FOR VALUES FROM ('%3$s') TO ('%4$s')""";
    /** Readers and writers of the other partitions go on meanwhile; a plain DETACH or DROP would stop them. */
    private static final String DETACH = "ALTER TABLE %s DETACH PARTITION %s CONCURRENTLY";

    private static final String DETACH_THE_REST = "ALTER TABLE %s DETACH PARTITION %s FINALIZE";
    private static final String DROP = "DROP TABLE IF EXISTS %s";

    private final PostgresqlConnection connection;

    private R2dbcPartitionTables(PostgresqlConnection connection) {
        this.connection = connection;
    }

    static Mono<R2dbcPartitionTables> on(PostgresqlConnection connection) {
        R2dbcPartitionTables tables = new R2dbcPartitionTables(connection);
        return tables.run(NEVER_QUEUE_FOR_LONG).thenReturn(tables);
    }

    /** The database's own time. */
    Mono<Instant> now() {
        return connection
                .createStatement(NOW)
                .execute()
                .concatMap(result -> result.map(row -> Columns.required(row, "now", Instant.class)))
                .single();
    }

    /** Takes the lock, which the end of the connection gives back; errors when another has it for long. */
    Mono<Void> lock(long key) {
        return locked(LOCK, key).then();
    }

    /** Takes the lock, which the end of the connection gives back; false when another has it. */
    Mono<Boolean> tryLock(long key) {
        return locked(TRY_LOCK, key);
    }

    private Mono<Boolean> locked(String sql, long key) {
        return connection
                .createStatement(sql)
                .bind("$1", key)
                .execute()
                .concatMap(result -> result.map(row -> Columns.required(row, "locked", Boolean.class)))
                .single();
    }

    /** The table's partitions, oldest first. */
    Flux<Partition> attached(String table) {
        return connection
                .createStatement(ATTACHED)
                .bind("$1", table)
                .execute()
                .concatMap(result -> result.map(R2dbcPartitionTables::partition));
    }

    private static Partition partition(Readable row) {
        return new Partition(
                Columns.required(row, "name", String.class),
                IdGenerator.timeOf(Columns.required(row, "first", UUID.class)),
                IdGenerator.timeOf(Columns.required(row, "beyond", UUID.class)),
                Columns.required(row, "detaching", Boolean.class));
    }

    /** Tables that are called like partitions of the table and are none. */
    Flux<String> unattached(String table) {
        return connection
                .createStatement(UNATTACHED)
                .bind("$1", table)
                .execute()
                .concatMap(result -> result.map(row -> Columns.required(row, "name", String.class)));
    }

    /** Makes the partition, all of it or nothing. */
    Mono<Void> create(String table, Partition partition) {
        return run(CREATE.formatted(partition.name(), table, partition.first(), partition.beyond()));
    }

    /** Makes the partition a table of its own; also one where somebody began with it. */
    Mono<Void> detach(String table, Partition partition) {
        return run((partition.detaching() ? DETACH_THE_REST : DETACH).formatted(table, partition.name()));
    }

    /** Removes a table with all its rows. */
    Mono<Void> drop(String name) {
        return run(DROP.formatted(name));
    }

    private Mono<Void> run(String sql) {
        return connection
                .createStatement(sql)
                .execute()
                .concatMap(PostgresqlResult::getRowsUpdated)
                .then();
    }
}
