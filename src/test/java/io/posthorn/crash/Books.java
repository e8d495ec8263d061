package io.posthorn.crash;

import io.posthorn.id.IdGenerator;
import io.posthorn.id.IdKind;
import io.posthorn.postgres.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the sender's own tables say at the end.
 *
 * @param messages the ids of all messages
 * @param attempts all recorded attempts
 * @param owed rows of messages and deliveries that are not finished
 * @param undelivered deliveries that ended without success, as text
 * @param alarms lines of its log that a correct sender never writes
 */
record Books(List<String> messages, List<Attempt> attempts, long owed, List<String> undelivered, List<String> alarms) {

    static final String OWED =
            "SELECT (SELECT count(*) FROM pending)" + " + (SELECT count(*) FROM delivery WHERE state < 2) AS owed";
    private static final String MESSAGES = "SELECT id FROM message WHERE app_id = '%s'";
    private static final String ATTEMPTS =
            "SELECT id, message_id, endpoint_id, status, code, number, next_at FROM attempt WHERE app_id = '%s' ORDER BY id";
    private static final String EVENTS =
            "SELECT event_id, id FROM message WHERE event_id IS NOT NULL AND app_id = '%s' ORDER BY id";
    private static final String UNDELIVERED =
            "SELECT message_id || ' at ' || endpoint_id || ': ' || coalesce(reason, 'exhausted') FROM delivery"
                    + " WHERE state >= 2 AND app_id = '%s'";
    private static final List<String> ALARMS = List.of(
            "not in its memory", "came in twice", "broke off", "the flush failed", "group commit ended", "LEAK:");

    /** A consumer that begins anew at its committed offsets is as it should be. */
    private static final String NO_ALARM = "Reading from Kafka broke off";

    /**
     * One row.
     *
     * @param nextAt when the next attempt was promised from memory
     */
    record Attempt(
            Instant recordedAt,
            String messageId,
            Door door,
            boolean delivered,
            int code,
            int number,
            Optional<Instant> nextAt) {}

    /**
     * What the tables say about one application, and the log about all.
     *
     * @param application its identifier, as the API has it
     */
    static Books read(TestDatabase database, String application, Map<UUID, Door> doors, String log) {
        UUID id = IdKind.APPLICATION.parse(application).orElseThrow();
        try (Connection connection = database.jdbc()) {
            return new Books(
                    all(connection, MESSAGES.formatted(id), row -> IdKind.MESSAGE.format(row.getObject(1, UUID.class))),
                    all(connection, ATTEMPTS.formatted(id), row -> attempt(row, doors)),
                    all(connection, OWED, row -> row.getLong(1)).getFirst(),
                    all(connection, UNDELIVERED.formatted(id), row -> row.getString(1)),
                    log.lines().filter(Books::isAlarm).toList());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The message of each event id; where there are several, the first. */
    static Map<String, String> events(TestDatabase database, String application) {
        UUID id = IdKind.APPLICATION.parse(application).orElseThrow();
        Map<String, String> messages = new HashMap<>();
        try (Connection connection = database.jdbc()) {
            all(
                    connection,
                    EVENTS.formatted(id),
                    row -> messages.putIfAbsent(row.getString(1), IdKind.MESSAGE.format(row.getObject(2, UUID.class)))
                            == null);
            return messages;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isAlarm(String line) {
        return ALARMS.stream().anyMatch(line::contains) && !line.contains(NO_ALARM);
    }

    private static Attempt attempt(ResultSet row, Map<UUID, Door> doors) throws SQLException {
        Door door = doors.get(row.getObject("endpoint_id", UUID.class));
        if (door == null) {
            throw new IllegalStateException("an attempt at an endpoint that nobody made");
        }
        return new Attempt(
                IdGenerator.timeOf(row.getObject("id", UUID.class)),
                IdKind.MESSAGE.format(row.getObject("message_id", UUID.class)),
                door,
                row.getInt("status") == 0,
                row.getInt("code"),
                row.getInt("number"),
                instant(row.getTimestamp("next_at")));
    }

    private static Optional<Instant> instant(@Nullable Timestamp timestamp) {
        return Optional.ofNullable(timestamp).map(Timestamp::toInstant);
    }

    private static <T> List<T> all(Connection connection, String sql, Reading<T> reading) throws SQLException {
        List<T> all = new ArrayList<>();
        try (var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                all.add(reading.of(rows));
            }
        }
        return all;
    }

    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }
}
