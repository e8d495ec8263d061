package io.posthorn.ledger;

import io.posthorn.access.Caller;
import io.posthorn.id.IdGenerator;
import io.posthorn.postgres.Columns;
import io.r2dbc.postgresql.codec.PostgresqlObjectId;
import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Counts what went through lately; reads no more rows than it says, however much there is. */
@Component
final class R2dbcTraffic {

    /** The most rows that a count reads. */
    static final int MOST = 20_000;

    private static final int MOST_WAITING = 10_000;

    /** The first 48 bits of an identifier are its milliseconds. */
    private static final String MINUTE =
            "(('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint / 60000) AS minute";

    private static final String OURS = """
            app_id IN (SELECT id FROM application
                       WHERE organization_id = :organization AND (:only::uuid[] IS NULL OR id = ANY(:only)))
            """;

    private static final String ATTEMPTS = """
            SELECT minute, count(*) FILTER (WHERE status = 0) AS delivered,
                   count(*) FILTER (WHERE status <> 0) AS failed, avg(duration_ms)::integer AS millis
            FROM (SELECT %s, status, duration_ms FROM attempt
                  WHERE id >= :from AND %s ORDER BY attempt.id DESC LIMIT :most) AS recent
            GROUP BY minute
            """.formatted(MINUTE, OURS);

    private static final String MESSAGES = """
            SELECT minute, count(*) AS accepted
            FROM (SELECT %s FROM message WHERE id >= :from AND %s ORDER BY message.id DESC LIMIT :most) AS recent
            GROUP BY minute
            """.formatted(MINUTE, OURS);

    private static final String WAITING = """
            SELECT count(*) AS waiting, min(message_id::text)::uuid AS oldest
            FROM (SELECT message_id FROM delivery WHERE state < 2 AND %s LIMIT :most) AS waiting
            """.formatted(OURS);

    private static final String NODES = "SELECT name, started_at FROM node WHERE fenced_at IS NULL ORDER BY started_at";

    private final DatabaseClient database;

    R2dbcTraffic(DatabaseClient database) {
        this.database = database;
    }

    /** Attempts of one minute since the epoch. */
    record Attempts(long minute, long delivered, long failed, int meanMillis) {}

    /** Messages of one minute since the epoch. */
    record Messages(long minute, long accepted) {}

    /** What waits. */
    record Waiting(long count, @Nullable Instant oldest) {}

    Flux<Attempts> attempts(Caller caller, Instant from) {
        return ours(ATTEMPTS, caller)
                .bind("from", IdGenerator.floor(from))
                .bind("most", MOST)
                .map(row -> new Attempts(
                        Columns.required(row, "minute", Long.class),
                        Columns.required(row, "delivered", Long.class),
                        Columns.required(row, "failed", Long.class),
                        Columns.required(row, "millis", Integer.class)))
                .all();
    }

    Flux<Messages> messages(Caller caller, Instant from) {
        return ours(MESSAGES, caller)
                .bind("from", IdGenerator.floor(from))
                .bind("most", MOST)
                .map(row -> new Messages(
                        Columns.required(row, "minute", Long.class), Columns.required(row, "accepted", Long.class)))
                .all();
    }

    Mono<Waiting> waiting(Caller caller) {
        return ours(WAITING, caller)
                .bind("most", MOST_WAITING)
                .map(R2dbcTraffic::ofRow)
                .one();
    }

    Flux<TrafficOut.Node> nodes() {
        return database.sql(NODES)
                .map(row -> new TrafficOut.Node(
                        Columns.required(row, "name", String.class),
                        Columns.required(row, "started_at", Instant.class)))
                .all();
    }

    private DatabaseClient.GenericExecuteSpec ours(String sql, Caller caller) {
        return database.sql(sql)
                .bind("organization", caller.organizationId())
                .bind("only", only(caller.applications()));
    }

    private static Parameter only(@Nullable Set<UUID> applications) {
        return Parameters.in(
                PostgresqlObjectId.UUID_ARRAY, applications == null ? null : applications.toArray(UUID[]::new));
    }

    private static Waiting ofRow(Readable row) {
        UUID oldest = row.get("oldest", UUID.class);
        return new Waiting(
                Columns.required(row, "waiting", Long.class), oldest == null ? null : IdGenerator.timeOf(oldest));
    }
}
