package io.posthorn.endpoint;

import io.posthorn.postgres.Columns;
import io.r2dbc.spi.Readable;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/** Reads what changed since a version, for the copies that nodes keep. */
@Component
final class R2dbcEndpointChanges {

    private static final int ROWS_PER_FETCH = 1000;

    /** Everything, which is what changed since version 0; sorted so that applications come in one piece. */
    private static final String ALL =
            """
            SELECT %s, false AS gone
            FROM endpoint e JOIN application a ON a.id = e.application_id
            WHERE e.deleted_at IS NULL AND a.deleted_at IS NULL
            ORDER BY e.application_id
            """
                    .formatted(EndpointColumns.SELECTED);

    /** An application's deletion changes none of its endpoints' rows, so they are found through it. */
    private static final String CHANGED =
            """
            WITH changed AS (
                SELECT id FROM endpoint WHERE version > :since
                UNION
                SELECT e.id FROM application a JOIN endpoint e ON e.application_id = a.id
                WHERE a.version > :since AND a.deleted_at IS NOT NULL
            )
            SELECT %s, e.deleted_at IS NOT NULL OR a.deleted_at IS NOT NULL AS gone
            FROM changed JOIN endpoint e ON e.id = changed.id JOIN application a ON a.id = e.application_id
            """
                    .formatted(EndpointColumns.SELECTED);

    private final DatabaseClient database;

    R2dbcEndpointChanges(DatabaseClient database) {
        this.database = database;
    }

    Flux<EndpointChange> since(long version) {
        DatabaseClient.GenericExecuteSpec query =
                version == 0 ? database.sql(ALL) : database.sql(CHANGED).bind("since", version);
        return query.filter(statement -> statement.fetchSize(ROWS_PER_FETCH))
                .map(R2dbcEndpointChanges::change)
                .all();
    }

    private static EndpointChange change(Readable row) {
        return Columns.required(row, "gone", Boolean.class)
                ? new EndpointChange.Gone(
                        Columns.required(row, "id", UUID.class), Columns.required(row, "application_id", UUID.class))
                : new EndpointChange.Living(EndpointColumns.endpoint(row));
    }
}
