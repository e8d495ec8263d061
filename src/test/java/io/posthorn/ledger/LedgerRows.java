package io.posthorn.ledger;

import io.posthorn.id.IdGenerator;
import io.posthorn.postgres.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Writes rows of the ledger by plain JDBC, as a node would have written them. */
record LedgerRows(TestDatabase database) {

    private static final AtomicLong COUNTER = new AtomicLong();

    /** An identifier of that moment; later calls give larger ones. */
    static UUID id(Instant at) {
        UUID floor = IdGenerator.floor(at);
        return new UUID(floor.getMostSignificantBits(), floor.getLeastSignificantBits() | COUNTER.incrementAndGet());
    }

    UUID message(UUID app, Instant at) {
        return message(app, at, "shop.paid", List.of(), "{\"n\": 1.10}");
    }

    UUID message(UUID app, Instant at, String eventType, List<String> channels, @Nullable String payload) {
        return message(
                new MessageOut(id(at), eventType, null, channels, List.of(), new byte[0], Terms.NONE), app, payload);
    }

    UUID message(MessageOut message, UUID app, @Nullable String payload) {
        run(
                """
                INSERT INTO message (id, app_id, event_type, event_id, channels, tags, payload)
                VALUES (?, ?, ?, ?, ?, ?, ?)""",
                message.id(),
                app,
                message.eventType(),
                message.eventId(),
                message.channels().toArray(String[]::new),
                message.tags().toArray(String[]::new),
                payload == null ? null : payload.getBytes(StandardCharsets.UTF_8));
        return message.id();
    }

    /** An attempt whose code and waiting are the interesting thing. */
    UUID attempt(UUID app, UUID message, UUID endpoint, Instant at, int code, @Nullable Instant nextAt) {
        return attempt(
                app, message, endpoint, at, code, nextAt, code == 0 ? null : "ok".getBytes(StandardCharsets.UTF_8));
    }

    UUID attempt(
            UUID app,
            UUID message,
            UUID endpoint,
            Instant at,
            int code,
            @Nullable Instant nextAt,
            byte @Nullable [] response) {
        UUID id = id(at);
        run(
                """
                INSERT INTO attempt (id, message_id, endpoint_id, app_id, event_type, url, status, code, number,
                                     trigger, duration_ms, response, detail, next_at)
                SELECT ?, ?, ?, ?, coalesce((SELECT event_type FROM message WHERE id = ?), 'shop.paid'),
                       'https://example.com/hook', ?, ?, 1, 0, 250, ?, ?, ?::timestamptz""",
                id,
                message,
                endpoint,
                app,
                message,
                code / 100 == 2 ? 0 : 2,
                code,
                response,
                code == 0 ? "connection refused" : null,
                nextAt == null ? null : nextAt.toString());
        return id;
    }

    void pending(UUID message) {
        run("INSERT INTO pending (message_id) VALUES (?)", message);
    }

    void delivery(UUID app, UUID message, UUID endpoint, int state, @Nullable Instant dueAt) {
        run(
                """
                INSERT INTO delivery (message_id, endpoint_id, app_id, state, attempts, due_at, reason)
                VALUES (?, ?, ?, ?, 1, ?::timestamptz, ?)""",
                message,
                endpoint,
                app,
                state,
                dueAt == null ? null : dueAt.toString(),
                state == 3 ? "endpoint is gone" : null);
    }

    void key(UUID hash, UUID message, Instant expiresAt) {
        run(
                "INSERT INTO message_key (hash, message_id, request_hash, expires_at) VALUES (?, ?, ?, ?::timestamptz)",
                hash,
                message,
                hash,
                expiresAt.toString());
    }

    long count(String from) {
        return Long.parseLong(database.ask("SELECT count(*) FROM " + from));
    }

    void run(String sql, @Nullable Object... values) {
        try (Connection connection = database.jdbc();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
