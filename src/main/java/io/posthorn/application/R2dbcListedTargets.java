package io.posthorn.application;

import io.posthorn.postgres.Columns;
import io.r2dbc.postgresql.codec.PostgresqlObjectId;
import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The table of targets that are allowed to one organization, or denied to all. */
@Component
final class R2dbcListedTargets {

    private static final String COLUMNS = "id, organization_id, target, reason, created_by";
    private static final String ALL = "SELECT " + COLUMNS + " FROM listed_target";
    private static final String LIST = ALL + " WHERE organization_id IS NOT DISTINCT FROM :organization ORDER BY id";
    private static final String COUNT =
            "SELECT count(*) AS listed FROM listed_target WHERE organization_id IS NOT DISTINCT FROM :organization";
    private static final String PUT = """
            INSERT INTO listed_target (id, organization_id, target, reason, created_by)
            VALUES (:id, :organization, :target, :reason, :by)
            ON CONFLICT (organization_id, target)
            DO UPDATE SET reason = excluded.reason, created_by = excluded.created_by
            RETURNING\s""" + COLUMNS;
    private static final String REMOVE = """
            DELETE FROM listed_target WHERE organization_id IS NOT DISTINCT FROM :organization AND id = :id
            RETURNING\s""" + COLUMNS;

    private final DatabaseClient database;

    R2dbcListedTargets(DatabaseClient database) {
        this.database = database;
    }

    Flux<ListedTarget> all() {
        return database.sql(ALL).map(R2dbcListedTargets::target).all();
    }

    Flux<ListedTarget> list(@Nullable UUID organization) {
        return database.sql(LIST)
                .bind("organization", uuid(organization))
                .map(R2dbcListedTargets::target)
                .all();
    }

    Mono<Long> count(@Nullable UUID organization) {
        return database.sql(COUNT)
                .bind("organization", uuid(organization))
                .map(row -> Columns.required(row, "listed", Long.class))
                .one();
    }

    Mono<ListedTarget> put(ListedTarget listed) {
        return database.sql(PUT)
                .bind("id", listed.id())
                .bind("organization", uuid(listed.organization()))
                .bind("target", listed.target())
                .bind("reason", Parameters.in(R2dbcType.VARCHAR, listed.reason()))
                .bind("by", listed.createdBy())
                .map(R2dbcListedTargets::target)
                .one();
    }

    /** Empty when there is none. */
    Mono<ListedTarget> remove(@Nullable UUID organization, UUID id) {
        return database.sql(REMOVE)
                .bind("organization", uuid(organization))
                .bind("id", id)
                .map(R2dbcListedTargets::target)
                .one();
    }

    private static Parameter uuid(@Nullable UUID id) {
        return Parameters.in(PostgresqlObjectId.UUID, id);
    }

    private static ListedTarget target(Readable row) {
        return new ListedTarget(
                Columns.required(row, "id", UUID.class),
                row.get("organization_id", UUID.class),
                Columns.required(row, "target", String.class),
                row.get("reason", String.class),
                Columns.required(row, "created_by", String.class));
    }
}
