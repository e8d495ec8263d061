package io.posthorn.ledger;

import io.posthorn.postgres.Columns;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads what the installation runs on: its nodes and the sizes of its tables. */
@Component
final class R2dbcInstallation {

    /** A heart has a session of its own, which does nothing but beat; PostgreSQL knows when it last did. */
    private static final String NODES = """
            SELECT node.id, node.name, node.started_at, max(session.state_change) AS beat_at
            FROM node LEFT JOIN pg_stat_activity AS session
              ON session.datname = current_database()
                 AND session.application_name = 'posthorn heartbeat ' || node.session_mark
            WHERE node.fenced_at IS NULL
            GROUP BY node.id
            ORDER BY node.started_at""";

    private static final String DATABASE = "SELECT pg_database_size(current_database()) AS bytes";

    private final DatabaseClient database;

    R2dbcInstallation(DatabaseClient database) {
        this.database = database;
    }

    /** A process that nobody has taken over from; {@code beatAt} is null when its session is not to be seen. */
    record Process(
            UUID id,
            String name,
            Instant startedAt,
            @Nullable Instant beatAt) {

        private static Process of(Readable row) {
            return new Process(
                    Columns.required(row, "id", UUID.class),
                    Columns.required(row, "name", String.class),
                    Columns.required(row, "started_at", Instant.class),
                    row.get("beat_at", Instant.class));
        }
    }

    /** The oldest first. */
    Flux<Process> nodes() {
        return database.sql(NODES).map(Process::of).all();
    }

    Flux<InstallationOut.Table> tables() {
        return database.sql(R2dbcFigures.TABLES)
                .map(row -> new InstallationOut.Table(
                        Columns.required(row, "name", String.class), Columns.required(row, "bytes", Long.class)))
                .all();
    }

    Mono<Long> databaseBytes() {
        return database.sql(DATABASE)
                .map(row -> Columns.required(row, "bytes", Long.class))
                .one();
    }
}
