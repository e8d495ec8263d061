package io.posthorn.ledger;

import io.posthorn.postgres.Columns;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import java.util.UUID;
import reactor.core.publisher.Mono;

/**
 * The beginning of every ledger write: opens the transaction, holds this node's own row so that nobody takes over
 * before the end of it, and reads the configuration version it will commit under; in one round trip.
 */
final class FencedTransaction {

    private FencedTransaction() {}

    /** The configuration version; errors with {@link FencedException} when this node was taken over. */
    static Mono<Long> begin(PostgresqlConnection connection, UUID node) {
        // No parameters, so that both statements travel as one simple query; the id is our own UUID.
        String sql = """
                BEGIN;
                SELECT version FROM config_version, node
                WHERE node.id = '%s' AND node.fenced_at IS NULL FOR KEY SHARE OF node""".formatted(node);
        return connection
                .createStatement(sql)
                .execute()
                .concatMap(result -> result.map(row -> Columns.required(row, "version", Long.class)))
                .next()
                .switchIfEmpty(Mono.error(() -> new FencedException(node)));
    }
}
