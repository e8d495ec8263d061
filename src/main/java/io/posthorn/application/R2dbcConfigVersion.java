package io.posthorn.application;

import io.posthorn.postgres.Columns;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The number that every committed change of applications, event types and endpoints raises by one. The row's lock is
 * held to the end of the changing transaction, so versions become visible in their own order.
 */
@Component
final class R2dbcConfigVersion {

    /** What raising the version notifies, at the commit; the notification has no content and only says "look". */
    static final String CHANNEL = "posthorn_config";

    private static final String READ = "SELECT version FROM config_version";

    private static final String RAISE = """
            WITH raised AS (UPDATE config_version SET version = version + 1 RETURNING version)
            SELECT version, pg_notify('%s', ''), set_config('posthorn.caller', :caller, true) FROM raised
            """.formatted(CHANNEL);

    private final DatabaseClient database;

    R2dbcConfigVersion(DatabaseClient database) {
        this.database = database;
    }

    /** The newest version that is committed. */
    Mono<Long> read() {
        return version(database.sql(READ));
    }

    /**
     * Raises the version within the caller's transaction and returns the new one; to be done before the change.
     *
     * @param caller who makes the change, for the rows' column changed_by; empty when it is nobody
     */
    Mono<Long> raise(String caller) {
        return version(database.sql(RAISE).bind("caller", caller));
    }

    private static Mono<Long> version(DatabaseClient.GenericExecuteSpec statement) {
        return statement
                .map(row -> Columns.required(row, "version", Long.class))
                .one();
    }
}
