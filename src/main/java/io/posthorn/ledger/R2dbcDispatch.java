package io.posthorn.ledger;

import io.posthorn.access.AuditTrail;
import io.posthorn.access.Change;
import io.posthorn.id.IdGenerator;
import io.posthorn.postgres.Columns;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** The row of the installation, for those who decide whether anything is sent. */
@Component
final class R2dbcDispatch {

    private static final String LOOK = """
            SELECT stopped_because, stopped_at,
                   (SELECT count(*) FROM pending) AS messages,
                   (SELECT count(*) FROM delivery WHERE state < 2) AS deliveries,
                   (SELECT count(*) FROM scheduled) AS scheduled,
                   (SELECT message_id FROM pending ORDER BY message_id LIMIT 1) AS oldest
            FROM installation""";
    private static final String RESUME =
            "UPDATE installation SET stopped_at = NULL, stopped_because = NULL WHERE stopped_because IS NOT NULL";

    private final DatabaseClient database;
    private final TransactionalOperator transactions;
    private final AuditTrail audit;

    R2dbcDispatch(DatabaseClient database, TransactionalOperator transactions, AuditTrail audit) {
        this.database = database;
        this.transactions = transactions;
        this.audit = audit;
    }

    Mono<DispatchOut> look() {
        return database.sql(LOOK).map(R2dbcDispatch::out).one();
    }

    private static DispatchOut out(Readable row) {
        String reason = row.get("stopped_because", String.class);
        return new DispatchOut(
                reason == null ? "running" : "stopped",
                reason,
                row.get("stopped_at", Instant.class),
                Columns.required(row, "messages", Long.class),
                Columns.required(row, "deliveries", Long.class),
                Columns.required(row, "scheduled", Long.class),
                timeOf(row.get("oldest", UUID.class)));
    }

    private static @Nullable Instant timeOf(@Nullable UUID message) {
        return message == null ? null : IdGenerator.timeOf(message);
    }

    /** Has deliveries made again, by every node with its next heartbeat; nothing happens while they are made. */
    Mono<Void> resume() {
        Change change = Change.of("dispatch.resume", "dispatch", List.of());
        return transactions
                .transactional(database.sql(RESUME)
                        .fetch()
                        .rowsUpdated()
                        .filter(rows -> rows > 0)
                        .flatMap(_ -> audit.note(change)))
                .then();
    }
}
