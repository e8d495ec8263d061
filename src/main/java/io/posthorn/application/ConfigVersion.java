package io.posthorn.application;

import io.posthorn.postgres.Columns;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/**
 * The number that every committed change of applications, event types and endpoints raises by one. The row's lock is
 * held to the end of the changing transaction, so versions become visible in their own order.
 */
public final class ConfigVersion {

    private ConfigVersion() {}

    /** Raises the version within the caller's transaction and returns the new one; call before writing the change. */
    public static Mono<Long> raise(DatabaseClient database) {
        return database.sql("UPDATE config_version SET version = version + 1 RETURNING version")
                .map(row -> Columns.required(row, "version", Long.class))
                .one();
    }
}
