package io.posthorn.endpoint;

import io.posthorn.postgres.Columns;
import io.r2dbc.spi.Readable;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads what changed since a version, for the copies that nodes keep. */
@Component
final class R2dbcEndpointChanges {

    /** Small enough that a page never comes near the time-out of a statement, on whatever machine. */
    private static final int ROWS_PER_PAGE = 2000;

    /** With it a page begins behind every row of its version. */
    private static final UUID AFTER_ALL = new UUID(-1, -1);

    /** What is deleted matters only to a copy that had it: the first load, from version 0, skips it. */
    private static final String CHANGED = """
            SELECT %s, e.deleted_at IS NOT NULL OR a.deleted_at IS NOT NULL AS gone
            FROM endpoint e JOIN application a ON a.id = e.application_id
            WHERE (e.version, e.id) > (:version, :id)
              AND (:since > 0 OR (e.deleted_at IS NULL AND a.deleted_at IS NULL))
            ORDER BY e.version, e.id LIMIT :count
            """.formatted(EndpointColumns.SELECTED);

    private static final String APPLICATIONS_GONE =
            "SELECT id FROM application WHERE version > :since AND deleted_at IS NOT NULL";

    private final DatabaseClient database;
    private final EndpointColumns rows;

    R2dbcEndpointChanges(DatabaseClient database, EndpointColumns rows) {
        this.database = database;
        this.rows = rows;
    }

    /**
     * Pages of endpoints that were changed or deleted since the version, by the version of their last change. Each
     * page is a statement of its own; a row that changes meanwhile moves to a later page, so none is missed.
     */
    Flux<List<EndpointChange>> since(long version) {
        return page(version, version, AFTER_ALL)
                .expand(page -> page.size() < ROWS_PER_PAGE ? Mono.empty() : pageAfter(version, page.getLast()));
    }

    /** Applications that were deleted since the version; their endpoints' own rows did not change. */
    Flux<UUID> applicationsGoneSince(long version) {
        return database.sql(APPLICATIONS_GONE)
                .bind("since", version)
                .map(row -> Columns.required(row, "id", UUID.class))
                .all();
    }

    private Mono<List<EndpointChange>> pageAfter(long since, EndpointChange last) {
        return page(since, last.version(), last.endpointId());
    }

    private Mono<List<EndpointChange>> page(long since, long version, UUID id) {
        return database.sql(CHANGED)
                .bind("since", since)
                .bind("version", version)
                .bind("id", id)
                .bind("count", ROWS_PER_PAGE)
                .map(this::change)
                .all()
                .collectList();
    }

    private EndpointChange change(Readable row) {
        return Columns.required(row, "gone", Boolean.class)
                ? new EndpointChange.Gone(
                        Columns.required(row, "id", UUID.class),
                        Columns.required(row, "application_id", UUID.class),
                        Columns.required(row, "version", Long.class))
                : new EndpointChange.Living(rows.endpoint(row));
    }
}
