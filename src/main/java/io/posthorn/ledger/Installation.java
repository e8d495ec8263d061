package io.posthorn.ledger;

import io.posthorn.postgres.Columns;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.postgresql.api.PostgresqlResult;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What all nodes have in common: which server they write to, and whether anything is sent at all.
 *
 * @param server the server that answers, by system identifier and timeline; empty where it does not say
 * @param recorded the one that was written to before; null when nobody has noted any
 * @param stopped why nothing is sent; null while deliveries are made
 */
public record Installation(
        String server, @Nullable String recorded, @Nullable String stopped) {

    private static final String READ = """
            SELECT server, stopped_because,
                   (SELECT system_identifier FROM pg_control_system()) || '/'
                   || ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int AS answering
            FROM installation""";
    /** For servers that are PostgreSQL by their protocol and do not tell. */
    private static final String READ_THE_REST = "SELECT server, stopped_because, '' AS answering FROM installation";

    private static final String WRITE = """
            UPDATE installation
            SET server = coalesce(nullif($1, ''), server), stopped_because = coalesce(stopped_because, $2),
                stopped_at = CASE WHEN $2::text IS NULL THEN stopped_at ELSE coalesce(stopped_at, now()) END""";

    /** Whether another server answers, or the same one after a recovery from a backup or as another's successor. */
    public boolean isElsewhere() {
        return recorded != null && !server.isEmpty() && !recorded.equals(server);
    }

    /** The same, stopped for this reason. */
    public Installation stoppedBecause(String reason) {
        return new Installation(server, server, reason);
    }

    /** The same, with the server that answers on record. */
    public Installation noted() {
        return new Installation(server, server, stopped);
    }

    static Mono<Installation> read(PostgresqlConnection open) {
        return read(open, READ).onErrorResume(R2dbcException.class, _ -> read(open, READ_THE_REST));
    }

    private static Mono<Installation> read(PostgresqlConnection open, String sql) {
        return open.createStatement(sql)
                .execute()
                .concatMap(result -> result.map(Installation::of))
                .single();
    }

    private static Installation of(Readable row) {
        return new Installation(
                Columns.required(row, "answering", String.class),
                row.get("server", String.class),
                row.get("stopped_because", String.class));
    }

    Mono<Void> write(PostgresqlConnection open) {
        var statement = open.createStatement(WRITE).bind("$1", server);
        return (stopped == null ? statement.bindNull("$2", String.class) : statement.bind("$2", stopped))
                .execute()
                .concatMap(PostgresqlResult::getRowsUpdated)
                .then();
    }
}
