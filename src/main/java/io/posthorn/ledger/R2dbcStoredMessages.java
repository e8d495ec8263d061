package io.posthorn.ledger;

import io.posthorn.id.IdGenerator;
import io.posthorn.postgres.Columns;
import io.r2dbc.spi.Readable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads claimed messages back, with how far each of their deliveries had come. */
final class R2dbcStoredMessages {

    private static final String CONFIG_VERSION = "SELECT version FROM config_version";
    /** What a message is made of; named one by one, since a later version may add columns while this one runs. */
    static final String COLUMNS =
            "id, app_id, event_type, event_id, channels, payload, expires_at, content_type, only_endpoint, trace";

    private static final String LOAD_MESSAGES = "SELECT " + COLUMNS + """
             FROM message
            WHERE id = ANY(:ids) AND id BETWEEN :first AND :last AND payload IS NOT NULL""";
    /**
     * Attempts in their order, so that the last one of each delivery tells; then the rows, which settle. Both as of one
     * moment: a row that another node delivers meanwhile would be gone before it is read, and its attempt not there yet.
     */
    private static final String LOAD_PROGRESS = """
            SELECT message_id, endpoint_id, number, next_at, next_at IS NULL AS settled, false AS in_row, id
            FROM attempt WHERE message_id = ANY(:ids) AND id >= :first
            UNION ALL
            SELECT message_id, endpoint_id, attempts, NULL, true, true, NULL
            FROM delivery WHERE message_id = ANY(:ids)
            ORDER BY in_row, id""";

    /** An attempt may carry an earlier time than its message, made by a node whose clock is behind. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(5);

    private final DatabaseClient database;

    R2dbcStoredMessages(DatabaseClient database) {
        this.database = database;
    }

    /** The messages with what was done for them, whoever owns them. */
    Flux<ClaimedMessage> load(List<UUID> ids) {
        return ids.isEmpty()
                ? Flux.empty()
                : Mono.zip(configVersion(), progress(ids.toArray(UUID[]::new)))
                        .flatMapMany(known -> messages(ids.toArray(UUID[]::new))
                                .map(message -> new ClaimedMessage(
                                        message, known.getT2().getOrDefault(message.id(), Map.of()), known.getT1())));
    }

    /** A row of a claim; the message is null when it is gone, or its content was taken back. */
    record Claimed(UUID id, @Nullable Message message, long configVersion) {}

    static Claimed toClaimed(Readable row) {
        UUID id = Columns.required(row, "message_id", UUID.class);
        boolean there = row.get("id", UUID.class) != null && row.get("payload", ByteBuffer.class) != null;
        return new Claimed(id, there ? toMessage(row) : null, Columns.required(row, "version", Long.class));
    }

    /** What was claimed, with what was done before. */
    Mono<Claims.Batch> batch(List<Claimed> rows) {
        return rows.isEmpty()
                ? Mono.just(new Claims.Batch(List.of(), List.of()))
                : progress(rows.stream().map(Claimed::id).toArray(UUID[]::new)).map(known -> batch(rows, known));
    }

    private static Claims.Batch batch(List<Claimed> rows, Map<UUID, Map<UUID, Progress>> known) {
        List<ClaimedMessage> there = new ArrayList<>(rows.size());
        List<UUID> missing = new ArrayList<>();
        for (Claimed row : rows) {
            Message message = row.message();
            if (message == null) {
                missing.add(row.id());
            } else {
                there.add(new ClaimedMessage(message, known.getOrDefault(row.id(), Map.of()), row.configVersion()));
            }
        }
        return new Claims.Batch(there, missing);
    }

    private Mono<Long> configVersion() {
        return database.sql(CONFIG_VERSION)
                .map(row -> Columns.required(row, "version", Long.class))
                .one();
    }

    Flux<Message> messages(UUID[] ids) {
        UUID[] sorted = Arrays.stream(ids).sorted().toArray(UUID[]::new);
        return database.sql(LOAD_MESSAGES)
                .bind("ids", ids)
                .bind("first", sorted[0])
                .bind("last", sorted[sorted.length - 1])
                .map(R2dbcStoredMessages::toMessage)
                .all();
    }

    private static Message toMessage(Readable row) {
        ByteBuffer payload = row.get("payload", ByteBuffer.class);
        return new Message(
                Columns.required(row, "id", UUID.class),
                Columns.required(row, "app_id", UUID.class),
                Columns.required(row, "event_type", String.class),
                row.get("event_id", String.class),
                List.of(Columns.required(row, "channels", String[].class)),
                payload == null ? new byte[0] : bytes(payload),
                terms(
                        row.get("expires_at", Instant.class),
                        row.get("content_type", String.class),
                        row.get("only_endpoint", UUID.class)),
                row.get("trace", String.class));
    }

    /** What is loaded is due, so when it was to be delivered does not matter any more. */
    private static Terms terms(@Nullable Instant expiresAt, @Nullable String contentType, @Nullable UUID onlyEndpoint) {
        return expiresAt == null && contentType == null && onlyEndpoint == null
                ? Terms.NONE
                : new Terms(null, expiresAt, contentType, onlyEndpoint);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private Mono<Map<UUID, Map<UUID, Progress>>> progress(UUID[] ids) {
        UUID oldest = Arrays.stream(ids).min(UUID::compareTo).orElseThrow();
        UUID first = IdGenerator.floor(IdGenerator.timeOf(oldest).minus(CLOCK_DIFFERENCE));
        return database.sql(LOAD_PROGRESS)
                .bind("ids", ids)
                .bind("first", first)
                .map(R2dbcStoredMessages::step)
                .all()
                .collect(HashMap::new, (map, step) -> map.computeIfAbsent(step.message(), id -> new HashMap<>())
                        .put(step.endpoint(), step.progress()));
    }

    record Step(UUID message, UUID endpoint, Progress progress) {}

    private static Step step(Readable row) {
        OffsetDateTime next = row.get("next_at", OffsetDateTime.class);
        return new Step(
                Columns.required(row, "message_id", UUID.class),
                Columns.required(row, "endpoint_id", UUID.class),
                new Progress(
                        Columns.required(row, "number", Integer.class),
                        next == null ? null : next.toInstant(),
                        Columns.required(row, "settled", Boolean.class)));
    }
}
