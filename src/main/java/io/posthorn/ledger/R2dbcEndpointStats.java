package io.posthorn.ledger;

import io.posthorn.id.IdGenerator;
import io.posthorn.postgres.Columns;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Counts attempts and waiting deliveries of one endpoint, each from an index that holds nothing else. */
@Component
final class R2dbcEndpointStats {

    /** No wait in memory is as long. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

    private static final String STATS = """
            SELECT (SELECT count(*) FROM attempt WHERE endpoint_id = :endpoint AND id >= :first AND id < :end) AS made,
                   (SELECT count(*) FROM attempt
                    WHERE endpoint_id = :endpoint AND id >= :first AND id < :end AND status <> 0) AS failed,
                   rows.waiting + memory.waiting AS pending, rows.due + memory.due AS sending, ended.canceled
            FROM (SELECT count(*) FILTER (WHERE NOT due) AS waiting, count(*) FILTER (WHERE due) AS due
                  FROM (SELECT node_id IS NOT NULL AND coalesce(due_at <= now(), true) AS due FROM delivery
                        WHERE endpoint_id = :endpoint AND state < 2 AND message_id >= :first AND message_id < :end)
                       AS waiting) AS rows,
                 (SELECT count(*) FILTER (WHERE next_at > now()) AS waiting,
                         count(*) FILTER (WHERE next_at <= now()) AS due
                  FROM attempt AS latest
                  WHERE endpoint_id = :endpoint AND id >= :recent AND id >= :first AND status <> 0 AND next_at IS NOT NULL
                    AND message_id < :end
                    AND EXISTS (SELECT 1 FROM pending WHERE pending.message_id = latest.message_id)
                    AND NOT EXISTS (SELECT 1 FROM delivery AS held
                                    WHERE held.message_id = latest.message_id AND held.endpoint_id = :endpoint)
                    AND NOT EXISTS (SELECT 1 FROM attempt AS later
                                    WHERE later.endpoint_id = :endpoint AND later.id > latest.id AND later.id >= :recent
                                      AND later.message_id = latest.message_id)) AS memory,
                 (SELECT count(*) AS canceled FROM delivery
                  WHERE endpoint_id = :endpoint AND state >= 2 AND message_id >= :first AND message_id < :end
                    AND reason LIKE 'cancel%') AS ended""";

    private final DatabaseClient database;

    R2dbcEndpointStats(DatabaseClient database) {
        this.database = database;
    }

    Mono<EndpointStats> of(UUID endpointId, Instant since, Instant until, Instant now) {
        return database.sql(STATS)
                .bind("endpoint", endpointId)
                .bind("first", IdGenerator.floor(since))
                .bind("end", IdGenerator.floor(until))
                .bind("recent", IdGenerator.floor(now.minus(LONGEST_WAIT)))
                .map(R2dbcEndpointStats::stats)
                .one();
    }

    private static EndpointStats stats(Readable row) {
        long failed = Columns.required(row, "failed", Long.class);
        return new EndpointStats(
                Columns.required(row, "made", Long.class) - failed,
                Columns.required(row, "pending", Long.class),
                Columns.required(row, "sending", Long.class),
                failed,
                Columns.required(row, "canceled", Long.class));
    }
}
