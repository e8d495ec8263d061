package io.posthorn.endpoint;

import io.posthorn.api.PageRequest;
import io.posthorn.api.TextRule;
import io.posthorn.postgres.Columns;
import io.posthorn.postgres.JsonColumns;
import io.posthorn.postgres.KeysetListing;
import io.r2dbc.postgresql.codec.PostgresqlObjectId;
import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The catalogue of event types; every question and change names the organization. */
@Component
final class R2dbcEventTypes {

    private static final String COLUMNS =
            "name, description, archived, deprecated, group_name, feature_flags, schemas::text AS schemas, created_at,"
                    + " updated_at, changed_by";

    private static final String FIND =
            "SELECT %s FROM event_type WHERE organization_id = :organization AND name = :name".formatted(COLUMNS);

    /** Those that are kept to visitors with one of their flags are not there for others. */
    private static final String SHOWN = "(:shown IS NULL OR feature_flags IS NULL OR feature_flags && :shown)";

    private static final KeysetListing LISTING = KeysetListing.of(
            COLUMNS,
            "event_type",
            "organization_id = :organization AND (:archived OR NOT archived) AND " + SHOWN,
            "name");

    private static final String ALL =
            "SELECT %s FROM event_type WHERE organization_id = :organization ORDER BY name".formatted(COLUMNS);

    private static final String UPSERT = """
            INSERT INTO event_type (organization_id, name, description, archived, deprecated, group_name,
                                    feature_flags, schemas, created_at, updated_at)
            VALUES (:organization, :name, :description, :archived, :deprecated, :group, :flags, CAST(:schemas AS json),
                    :at, :at)
            ON CONFLICT (organization_id, name) DO UPDATE
            SET description = excluded.description, archived = excluded.archived, deprecated = excluded.deprecated,
                group_name = excluded.group_name, feature_flags = excluded.feature_flags,
                schemas = excluded.schemas, updated_at = excluded.updated_at
            RETURNING %s
            """.formatted(COLUMNS);

    private static final String DELETE =
            "DELETE FROM event_type WHERE organization_id = :organization AND name = :name";

    private static final String UNKNOWN = """
            SELECT wanted.name FROM unnest(:names) AS wanted(name)
            WHERE NOT EXISTS (SELECT 1 FROM event_type known
                              WHERE known.organization_id = :organization AND known.name = wanted.name
                                AND NOT known.archived AND %s)
            """.formatted(SHOWN);

    private final DatabaseClient database;

    R2dbcEventTypes(DatabaseClient database) {
        this.database = database;
    }

    Mono<EventType> find(UUID organization, String name) {
        return database.sql(FIND)
                .bind("organization", organization)
                .bind("name", name)
                .map(R2dbcEventTypes::eventType)
                .one();
    }

    /** @param shown the flags of whoever asks; null shows all */
    Flux<EventType> list(UUID organization, PageRequest page, boolean withArchived, @Nullable Set<String> shown) {
        return database.sql(LISTING.read(page.readsAscending()))
                .bind("organization", organization)
                .bind("beyond", page.position(TextRule.IDENTIFIER_256))
                .bind("archived", withArchived)
                .bind("shown", flags(shown))
                .bind("count", page.fetch())
                .map(R2dbcEventTypes::eventType)
                .all();
    }

    /** All of them, archived ones too, by name. */
    Flux<EventType> all(UUID organization) {
        return database.sql(ALL)
                .bind("organization", organization)
                .map(R2dbcEventTypes::eventType)
                .all();
    }

    /** Creates the event type or replaces what is there under its name. */
    Mono<EventType> write(UUID organization, String name, EventTypeIn in, Instant at) {
        String schemas = in.schemas() == null ? null : JsonColumns.write(in.schemas());
        return database.sql(UPSERT)
                .bind("organization", organization)
                .bind("name", name)
                .bind("description", in.description())
                .bind("archived", in.archived())
                .bind("deprecated", in.deprecated())
                .bind("group", Parameters.in(R2dbcType.VARCHAR, in.groupName()))
                .bind("flags", flags(in.featureFlags()))
                .bind("schemas", Parameters.in(R2dbcType.VARCHAR, schemas))
                .bind("at", at)
                .map(R2dbcEventTypes::eventType)
                .one();
    }

    Mono<Long> delete(UUID organization, String name) {
        return database.sql(DELETE)
                .bind("organization", organization)
                .bind("name", name)
                .fetch()
                .rowsUpdated();
    }

    /**
     * Those of the names that are not in the catalogue, or are archived.
     *
     * @param shown the flags of whoever asks; null shows all
     */
    Flux<String> unknown(UUID organization, Collection<String> names, @Nullable Set<String> shown) {
        return database.sql(UNKNOWN)
                .bind("organization", organization)
                .bind("names", names.toArray(String[]::new))
                .bind("shown", flags(shown))
                .map(row -> Columns.required(row, "name", String.class))
                .all();
    }

    private static Parameter flags(@Nullable Collection<String> flags) {
        return Parameters.in(PostgresqlObjectId.TEXT_ARRAY, flags == null ? null : flags.toArray(String[]::new));
    }

    private static @Nullable List<String> flags(String @Nullable [] flags) {
        return flags == null ? null : List.of(flags);
    }

    private static EventType eventType(Readable row) {
        String schemas = row.get("schemas", String.class);
        return new EventType(
                Columns.required(row, "name", String.class),
                Columns.required(row, "description", String.class),
                Columns.required(row, "archived", Boolean.class),
                Columns.required(row, "deprecated", Boolean.class),
                row.get("group_name", String.class),
                flags(row.get("feature_flags", String[].class)),
                schemas == null ? null : JsonColumns.readNode(schemas),
                Columns.required(row, "created_at", Instant.class),
                Columns.required(row, "updated_at", Instant.class),
                row.get("changed_by", String.class));
    }
}
