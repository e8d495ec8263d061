package io.posthorn.application;

import io.posthorn.api.PageRequest;
import io.posthorn.api.Reference;
import io.posthorn.id.IdKind;
import io.posthorn.postgres.Columns;
import io.posthorn.postgres.JsonColumns;
import io.posthorn.postgres.KeysetListing;
import io.r2dbc.postgresql.codec.PostgresqlObjectId;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The application table; every question and change names the organization. */
@Component
final class R2dbcApplications {

    static final String COLUMNS =
            "id, organization_id, uid, name, throttle_rate, metadata::text AS metadata, max_endpoints, user_agent,"
                    + " (SELECT o.user_agent FROM organization o WHERE o.id = organization_id)"
                    + " AS organization_user_agent, retry::text AS retry, timeout_seconds, updated_at, changed_by";

    private static final String FIND_BY_ID = """
            SELECT %s FROM application
            WHERE organization_id = :organization AND id = :key AND id <> organization_id AND deleted_at IS NULL
            """.formatted(COLUMNS);

    private static final String FIND_BY_UID = """
            SELECT %s FROM application
            WHERE organization_id = :organization AND uid = :key AND deleted_at IS NULL
            """.formatted(COLUMNS);

    private static final KeysetListing LISTING = KeysetListing.of(
            COLUMNS,
            "application",
            "organization_id = :organization AND id <> organization_id AND deleted_at IS NULL"
                    + " AND (:only IS NULL OR id = ANY(:only))"
                    + " AND (:search IS NULL OR strpos(lower(name), lower(:search)) > 0"
                    + " OR strpos(lower(uid), lower(:search)) > 0)",
            "id");

    private static final String INSERT = """
            INSERT INTO application (id, organization_id, uid, name, throttle_rate, metadata, max_endpoints, user_agent,
                                     retry, timeout_seconds, version, updated_at)
            VALUES (:id, :organization, :uid, :name, :rate, CAST(:metadata AS jsonb), :maxEndpoints, :userAgent,
                    CAST(:retry AS json), :timeout, :version, :at)
            RETURNING %s
            """.formatted(COLUMNS);

    private static final String UPDATE = """
            UPDATE application
            SET uid = :uid, name = :name, throttle_rate = :rate, metadata = CAST(:metadata AS jsonb),
                max_endpoints = :maxEndpoints, user_agent = :userAgent, retry = CAST(:retry AS json),
                timeout_seconds = :timeout, version = :version, updated_at = :at
            WHERE organization_id = :organization AND id = :id AND deleted_at IS NULL
            RETURNING %s
            """.formatted(COLUMNS);

    private static final String INSERT_OPERATIONAL = """
            INSERT INTO application (id, organization_id, name, version, updated_at)
            VALUES (:organization, :organization, :name, :version, :at)
            ON CONFLICT (id) DO NOTHING
            """;

    private static final String DELETE = """
            UPDATE application SET deleted_at = :at, updated_at = :at, version = :version
            WHERE organization_id = :organization AND id = :id AND deleted_at IS NULL
            RETURNING %s
            """.formatted(COLUMNS);

    private final DatabaseClient database;

    R2dbcApplications(DatabaseClient database) {
        this.database = database;
    }

    Mono<Application> find(UUID organization, Reference reference) {
        return switch (reference) {
            case Reference.ById(UUID id) -> find(FIND_BY_ID, organization, id);
            case Reference.ByUid(String uid) -> find(FIND_BY_UID, organization, uid);
        };
    }

    /**
     * @param only the only ones that exist for the caller; null means all of the organization
     * @param search part of the name or uid, in small or capital letters; null means any
     */
    Flux<Application> list(UUID organization, @Nullable Set<UUID> only, @Nullable String search, PageRequest page) {
        return database.sql(LISTING.read(page.readsAscending()))
                .bind("organization", organization)
                .bind("beyond", page.position(IdKind.APPLICATION))
                .bind("count", page.fetch())
                .bind("only", Parameters.in(PostgresqlObjectId.UUID_ARRAY, arrayOf(only)))
                .bind("search", Parameters.in(R2dbcType.VARCHAR, search))
                .map(R2dbcApplications::application)
                .all();
    }

    Mono<Application> insert(UUID organization, UUID id, ApplicationIn in, Instant at, long version) {
        return write(INSERT, organization, id, in, at, version);
    }

    /** The application of the organization's operational endpoints, unless it is there already. */
    Mono<Void> insertOperational(UUID organization, String name, Instant at, long version) {
        return database.sql(INSERT_OPERATIONAL)
                .bind("organization", organization)
                .bind("name", name)
                .bind("version", version)
                .bind("at", at)
                .then();
    }

    Mono<Application> update(UUID organization, UUID id, ApplicationIn in, Instant at, long version) {
        return write(UPDATE, organization, id, in, at, version);
    }

    Mono<Application> delete(UUID organization, UUID id, Instant at, long version) {
        return database.sql(DELETE)
                .bind("organization", organization)
                .bind("id", id)
                .bind("at", at)
                .bind("version", version)
                .map(R2dbcApplications::application)
                .one();
    }

    private Mono<Application> find(String sql, UUID organization, Object key) {
        return database.sql(sql)
                .bind("organization", organization)
                .bind("key", key)
                .map(R2dbcApplications::application)
                .one();
    }

    private Mono<Application> write(
            String sql, UUID organization, UUID id, ApplicationIn in, Instant at, long version) {
        return database.sql(sql)
                .bind("organization", organization)
                .bind("id", id)
                .bind("uid", Parameters.in(R2dbcType.VARCHAR, in.uid()))
                .bind("name", in.name())
                .bind("rate", Parameters.in(R2dbcType.INTEGER, in.throttleRate()))
                .bind("metadata", JsonColumns.write(in.metadata()))
                .bind("maxEndpoints", Parameters.in(R2dbcType.INTEGER, in.maxEndpoints()))
                .bind("userAgent", Parameters.in(R2dbcType.VARCHAR, in.userAgent()))
                .bind("retry", DeliverySettingsColumns.retry(in.delivery()))
                .bind("timeout", DeliverySettingsColumns.timeout(in.delivery()))
                .bind("at", at)
                .bind("version", version)
                .map(R2dbcApplications::application)
                .one();
    }

    private static UUID @Nullable [] arrayOf(@Nullable Set<UUID> ids) {
        return ids == null ? null : ids.toArray(UUID[]::new);
    }

    static Application application(Readable row) {
        return new Application(
                Columns.required(row, "id", UUID.class),
                Columns.required(row, "organization_id", UUID.class),
                row.get("uid", String.class),
                Columns.required(row, "name", String.class),
                row.get("throttle_rate", Integer.class),
                JsonColumns.readTexts(Columns.required(row, "metadata", String.class)),
                row.get("max_endpoints", Integer.class),
                row.get("user_agent", String.class),
                row.get("organization_user_agent", String.class),
                DeliverySettingsColumns.read(row),
                Columns.required(row, "updated_at", Instant.class),
                row.get("changed_by", String.class));
    }
}
