package io.posthorn.application;

import io.posthorn.postgres.Columns;
import io.r2dbc.spi.Readable;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads what changed since a version, of all organizations, for the copies that nodes keep. */
@Component
final class R2dbcApplicationChanges {

    /** Small enough that a page never comes near the time-out of a statement, on whatever machine. */
    private static final int ROWS_PER_PAGE = 2000;

    /** With it a page begins behind every row of its version. */
    private static final UUID AFTER_ALL = new UUID(-1, -1);

    /** What is deleted matters only to a copy that had it: the first load, from version 0, skips it. */
    private static final String CHANGED = """
            SELECT %s, version, deleted_at IS NOT NULL AS gone FROM application
            WHERE (version, id) > (:version, :id) AND (:since > 0 OR deleted_at IS NULL)
            ORDER BY version, id LIMIT :count
            """.formatted(R2dbcApplications.COLUMNS);

    private final DatabaseClient database;

    R2dbcApplicationChanges(DatabaseClient database) {
        this.database = database;
    }

    /**
     * Pages of applications that were changed or deleted since the version, by the version of their last change. Each
     * page is a statement of its own; a row that changes meanwhile moves to a later page, so none is missed.
     */
    Flux<List<ApplicationChange>> since(long version) {
        return page(version, version, AFTER_ALL)
                .expand(page -> page.size() < ROWS_PER_PAGE ? Mono.empty() : pageAfter(version, page.getLast()));
    }

    private Mono<List<ApplicationChange>> pageAfter(long since, ApplicationChange last) {
        return page(since, last.version(), last.application().id());
    }

    private Mono<List<ApplicationChange>> page(long since, long version, UUID id) {
        return database.sql(CHANGED)
                .bind("since", since)
                .bind("version", version)
                .bind("id", id)
                .bind("count", ROWS_PER_PAGE)
                .map(R2dbcApplicationChanges::change)
                .all()
                .collectList();
    }

    private static ApplicationChange change(Readable row) {
        return new ApplicationChange(
                R2dbcApplications.application(row),
                Columns.required(row, "gone", Boolean.class),
                Columns.required(row, "version", Long.class));
    }
}
