package io.posthorn.endpoint;

import io.posthorn.endpoint.Pause.Place;
import io.posthorn.postgres.Columns;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The table of pauses; its callers have checked whose endpoint or application it is. */
@Component
final class R2dbcPauses {

    private static final String ALL = "SELECT kind, key, reason, paused_by, since FROM pause";
    private static final String PUT = """
            INSERT INTO pause (kind, key, reason, paused_by) VALUES (:kind, :key, :reason, :by)
            ON CONFLICT (kind, key) DO UPDATE SET reason = excluded.reason, paused_by = excluded.paused_by""";
    private static final String REMOVE = "DELETE FROM pause WHERE kind = :kind AND key = :key";

    private final DatabaseClient database;

    R2dbcPauses(DatabaseClient database) {
        this.database = database;
    }

    Flux<Pause> all() {
        return database.sql(ALL).map(R2dbcPauses::pause).all();
    }

    /** Always true. */
    Mono<Boolean> put(Place place, PauseIn in, String by) {
        return database.sql(PUT)
                .bind("kind", place.kind().word())
                .bind("key", key(place))
                .bind("reason", Parameters.in(R2dbcType.VARCHAR, in.reason()))
                .bind("by", by)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /** False when there is none. */
    Mono<Boolean> remove(Place place) {
        return database.sql(REMOVE)
                .bind("kind", place.kind().word())
                .bind("key", key(place))
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    private static Pause pause(Readable row) {
        String key = Columns.required(row, "key", String.class);
        return new Pause(
                switch (Columns.required(row, "kind", String.class)) {
                    case "endpoint" -> new Place.OfEndpoint(UUID.fromString(key));
                    case "application" -> new Place.OfApplication(UUID.fromString(key));
                    case "organization" -> new Place.OfOrganization(UUID.fromString(key));
                    case "everything" -> new Place.Everything();
                    default -> new Place.OfHost(key);
                },
                row.get("reason", String.class),
                Columns.required(row, "paused_by", String.class),
                Columns.required(row, "since", Instant.class));
    }

    private static String key(Place place) {
        return switch (place) {
            case Place.OfEndpoint(UUID id) -> id.toString();
            case Place.OfApplication(UUID id) -> id.toString();
            case Place.OfHost(String host) -> host;
            case Place.OfOrganization(UUID id) -> id.toString();
            case Place.Everything _ -> "";
        };
    }
}
