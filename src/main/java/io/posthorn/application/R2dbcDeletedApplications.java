package io.posthorn.application;

import io.posthorn.postgres.Columns;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Rows of applications that were deleted. */
@Component
final class R2dbcDeletedApplications implements DeletedApplications {

    private static final String TAKE_NEXT = """
            UPDATE application SET erasing_since = now()
            WHERE id = (SELECT id FROM application
                        WHERE deleted_at < now() - :seconds * interval '1 second' AND erasing_since IS NULL
                        ORDER BY deleted_at LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING id, organization_id, changed_by""";
    private static final String EMPTY = """
            UPDATE application
            SET uid = NULL, name = '', metadata = '{}', user_agent = NULL, retry = NULL
            WHERE id = :application AND deleted_at IS NOT NULL""";
    private static final String FORGET_PAUSE =
            "DELETE FROM pause WHERE kind = 'application' AND key = CAST(:application AS uuid)::text";
    private static final String FORGET_VISITORS =
            "DELETE FROM access_key WHERE kind = 'portal' AND applications = ARRAY[CAST(:application AS uuid)]";

    private final DatabaseClient database;

    R2dbcDeletedApplications(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<Deleted> takeNext(Duration deletedFor) {
        return database.sql(TAKE_NEXT)
                .bind("seconds", deletedFor.toSeconds())
                .map(R2dbcDeletedApplications::deleted)
                .one();
    }

    private static Deleted deleted(Readable row) {
        return new Deleted(
                Columns.required(row, "id", UUID.class),
                Columns.required(row, "organization_id", UUID.class),
                row.get("changed_by", String.class));
    }

    @Override
    public Mono<Void> erase(UUID application) {
        return Flux.just(EMPTY, FORGET_PAUSE, FORGET_VISITORS)
                .concatMap(sql ->
                        database.sql(sql).bind("application", application).then())
                .then();
    }
}
