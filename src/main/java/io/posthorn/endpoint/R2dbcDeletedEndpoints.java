package io.posthorn.endpoint;

import io.posthorn.postgres.Columns;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Rows of endpoints whose application was deleted. One that says nothing any more has an address that nobody can have. */
@Component
final class R2dbcDeletedEndpoints implements DeletedEndpoints {

    private static final String ERASED = "https://erased.invalid/";

    /** Their time of change stays, so that nobody is told of a change. */
    private static final String EMPTY = """
            UPDATE endpoint
            SET uid = NULL, url = '%1$s', description = '', metadata = '{}', headers = NULL, headers_sealed_with = NULL,
                event_types = NULL, channels = NULL, retry = NULL, form = NULL, condition = NULL, last_test = NULL,
                disabled_reason = NULL, changed_by = NULL, deleted_at = coalesce(deleted_at, now())
            WHERE id = ANY(ARRAY(
              SELECT e.id FROM endpoint AS e JOIN application AS a ON a.id = e.application_id
              WHERE e.application_id = :application AND a.deleted_at IS NOT NULL AND e.url <> '%1$s'
              ORDER BY e.id LIMIT :limit FOR UPDATE OF e))
            RETURNING id""".formatted(ERASED);

    private static final List<String> FORGET = List.of(
            "DELETE FROM endpoint_secret WHERE endpoint_id = ANY(:ids)",
            "DELETE FROM endpoint_health WHERE endpoint_id = ANY(:ids)",
            "DELETE FROM cancellation WHERE endpoint_id = ANY(:ids)",
            "DELETE FROM pause WHERE kind = 'endpoint' AND key = ANY(CAST(:ids AS uuid[])::text[])");

    private final DatabaseClient database;

    R2dbcDeletedEndpoints(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<Long> erase(UUID application, int limit) {
        return database.sql(EMPTY)
                .bind("application", application)
                .bind("limit", limit)
                .map(row -> Columns.required(row, "id", UUID.class))
                .all()
                .collectList()
                .flatMap(ids -> forget(ids).thenReturn((long) ids.size()));
    }

    private Mono<Void> forget(List<UUID> endpoints) {
        UUID[] ids = endpoints.toArray(UUID[]::new);
        return ids.length == 0
                ? Mono.empty()
                : Flux.fromIterable(FORGET)
                        .concatMap(sql -> database.sql(sql).bind("ids", ids).then())
                        .then();
    }
}
