package io.posthorn.ledger;

import io.posthorn.id.IdGenerator;
import io.posthorn.postgres.Columns;
import java.time.Instant;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Looks at the newest attempts of an endpoint, of any tenant, for the machine itself. */
@Component
final class R2dbcAttemptHistory implements AttemptHistory {

    private static final String SINCE = """
            SELECT (SELECT count(*) FROM (SELECT 1 FROM attempt WHERE endpoint_id = :endpoint AND id >= :from
                                          AND status = 0 LIMIT 1) AS well) AS delivered,
                   (SELECT count(*) FROM (SELECT 1 FROM attempt WHERE endpoint_id = :endpoint AND id >= :from
                                          AND status <> 0 LIMIT 50) AS bad) AS failed""";

    private final DatabaseClient database;

    R2dbcAttemptHistory(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<Made> since(UUID endpointId, Instant moment) {
        return database.sql(SINCE)
                .bind("endpoint", endpointId)
                .bind("from", IdGenerator.floor(moment))
                .map(row -> new Made(
                        Columns.required(row, "delivered", Long.class), Columns.required(row, "failed", Long.class)))
                .one();
    }
}
