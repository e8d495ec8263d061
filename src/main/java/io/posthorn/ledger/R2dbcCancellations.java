package io.posthorn.ledger;

import io.posthorn.id.IdGenerator;
import io.posthorn.postgres.Columns;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The table of cancellations; its callers have checked whose endpoint it is. */
@Component
final class R2dbcCancellations implements Cancellations {

    /** Before the rows are ended, so that what another node parks meanwhile is found by its next attempt. */
    private static final String NOTE = """
            INSERT INTO cancellation AS noted (endpoint_id, before_id) VALUES (:endpoint, :before)
            ON CONFLICT (endpoint_id) DO UPDATE
            SET before_id = greatest(noted.before_id, excluded.before_id), changed_at = clock_timestamp()""";

    private static final String END_WAITING = """
            UPDATE delivery SET state = 3, due_at = NULL, reason = :reason
            WHERE endpoint_id = :endpoint AND message_id < :before AND state < 2 AND node_id IS NULL""";
    private static final String SINCE = """
            SELECT endpoint_id, before_id FROM cancellation WHERE changed_at > :moment - interval '10 seconds'""";

    private final DatabaseClient database;

    R2dbcCancellations(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<Long> cancel(UUID endpointId, Instant createdBefore) {
        UUID before = IdGenerator.floor(createdBefore);
        return database.sql(NOTE)
                .bind("endpoint", endpointId)
                .bind("before", before)
                .then()
                .then(database.sql(END_WAITING)
                        .bind("endpoint", endpointId)
                        .bind("before", before)
                        .bind("reason", REASON)
                        .fetch()
                        .rowsUpdated());
    }

    @Override
    public Flux<Cancelled> since(Instant moment) {
        return database.sql(SINCE)
                .bind("moment", moment.atOffset(ZoneOffset.UTC))
                .map(row -> new Cancelled(
                        Columns.required(row, "endpoint_id", UUID.class),
                        Columns.required(row, "before_id", UUID.class)))
                .all();
    }
}
