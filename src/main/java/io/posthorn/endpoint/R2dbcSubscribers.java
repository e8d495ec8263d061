package io.posthorn.endpoint;

import io.posthorn.access.Caller;
import io.posthorn.api.PageRequest;
import io.posthorn.id.IdKind;
import io.posthorn.postgres.Columns;
import io.posthorn.postgres.KeysetListing;
import io.r2dbc.postgresql.codec.PostgresqlObjectId;
import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.Readable;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/** Reads which endpoints take an event type, over all applications that the caller sees. */
@Component
final class R2dbcSubscribers {

    private static final KeysetListing LISTING = KeysetListing.of(
            "e.id, e.application_id, a.name, e.url, e.description, e.event_types IS NULL AS takes_all, e.channels,"
                    + " e.disabled",
            "endpoint e JOIN application a ON a.id = e.application_id",
            """
            a.organization_id = :organization AND a.id <> a.organization_id AND a.deleted_at IS NULL
            AND (:only IS NULL OR a.id = ANY(:only))
            AND e.deleted_at IS NULL AND (e.event_types IS NULL OR :type = ANY(e.event_types))""",
            "e.id");

    private final DatabaseClient database;

    R2dbcSubscribers(DatabaseClient database) {
        this.database = database;
    }

    Flux<SubscriberOut.Row> list(Caller caller, String eventType, PageRequest page) {
        return database.sql(LISTING.read(page.readsAscending()))
                .bind("organization", caller.organizationId())
                .bind("only", ids(caller.applications()))
                .bind("type", eventType)
                .bind("beyond", page.position(IdKind.ENDPOINT))
                .bind("count", page.fetch())
                .map(R2dbcSubscribers::row)
                .all();
    }

    private static Parameter ids(@Nullable Set<UUID> ids) {
        return Parameters.in(PostgresqlObjectId.UUID_ARRAY, ids == null ? null : ids.toArray(UUID[]::new));
    }

    private static SubscriberOut.Row row(Readable row) {
        String[] channels = row.get("channels", String[].class);
        return new SubscriberOut.Row(
                Columns.required(row, "application_id", UUID.class),
                Columns.required(row, "name", String.class),
                Columns.required(row, "id", UUID.class),
                Columns.required(row, "url", String.class),
                Columns.required(row, "description", String.class),
                Columns.required(row, "takes_all", Boolean.class),
                channels == null ? null : List.of(channels),
                Columns.required(row, "disabled", Boolean.class));
    }
}
