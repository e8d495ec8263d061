package io.posthorn.ledger;

import io.posthorn.endpoint.Backlog;
import io.posthorn.postgres.Columns;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Counts in an index of what waits by endpoint, never more than 50,000 of its entries at once. */
@Component
final class R2dbcBacklog implements Backlog {

    private static final int MOST_COUNTED = 50_000;
    private static final int MOST_OF_ONE = 10_000;

    private static final String COUNT = """
            SELECT endpoint.id, (SELECT count(*) FROM (SELECT FROM delivery
                                                       WHERE endpoint_id = endpoint.id AND state < 2
                                                       LIMIT :most) AS waits) AS waiting
            FROM unnest(CAST(:ids AS uuid[])) AS endpoint (id)""";

    private final DatabaseClient database;

    R2dbcBacklog(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<Map<UUID, Long>> of(List<UUID> endpoints) {
        return endpoints.isEmpty()
                ? Mono.just(Map.of())
                : database.sql(COUNT)
                        .bind("ids", endpoints.toArray(UUID[]::new))
                        .bind("most", Math.min(MOST_OF_ONE, MOST_COUNTED / endpoints.size()))
                        .map(row -> Map.entry(
                                Columns.required(row, "id", UUID.class), Columns.required(row, "waiting", Long.class)))
                        .all()
                        .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }
}
