package io.posthorn.ledger;

import io.posthorn.api.Page;
import io.posthorn.api.PageRequest;
import io.posthorn.id.IdGenerator;
import io.posthorn.id.IdKind;
import io.posthorn.postgres.Columns;
import io.r2dbc.spi.Readable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Reads attempts by their identifier, message or endpoint; each has an index, and prunes by the identifier's time. */
@Component
final class R2dbcAttemptQueries implements AttemptQueries {

    /** An attempt comes after its message, except where another node with a slower clock has made it. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(5);

    private static final String COLUMNS = """
            SELECT id, message_id, endpoint_id, url, status, code, trigger, duration_ms, detail, %s AS response
            FROM attempt WHERE app_id = :application""";
    /** Written out, so that the index of the failed ones is found whatever plan is kept. */
    private static final String WITH_STATUS = "AND status = ";

    private static final String IN_CHANNEL = """
            AND EXISTS (SELECT 1 FROM message WHERE message.id = attempt.message_id AND :channel = ANY(channels))""";
    private static final String WITH_TAG = """
            AND EXISTS (SELECT 1 FROM message WHERE message.id = attempt.message_id AND :tag = ANY(tags))""";

    private final DatabaseClient database;

    R2dbcAttemptQueries(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<Page<AttemptOut>> ofMessage(
            UUID applicationId,
            UUID messageId,
            @Nullable UUID endpointId,
            LedgerFilter filter,
            PageRequest page,
            boolean withContent) {
        return Mono.defer(() -> page(
                narrow(ofMessage(applicationId, messageId, endpointId, withContent), filter)
                        .add("OFFSET 0) AS attempt WHERE true"),
                page.newestFirst()));
    }

    /**
     * A message has few attempts: they are read by its own index and then sorted. Where the table's statistics are
     * young, the planner would rather walk through everybody's attempts in order; OFFSET 0 keeps it from that.
     */
    private static R2dbcSelect ofMessage(
            UUID applicationId, UUID messageId, @Nullable UUID endpointId, boolean withContent) {
        return new R2dbcSelect("SELECT * FROM (" + columns(withContent))
                .bind("application", applicationId)
                .add("AND message_id = :message AND id >= :earliest")
                .bind("message", messageId)
                .bind("earliest", earliest(messageId))
                .addIf("AND endpoint_id = :endpoint", "endpoint", endpointId);
    }

    /** The smallest identifier that an attempt of the message may have. */
    static UUID earliest(UUID messageId) {
        return IdGenerator.floor(IdGenerator.timeOf(messageId).minus(CLOCK_DIFFERENCE));
    }

    @Override
    public Mono<Page<AttemptOut>> ofEndpoint(
            UUID applicationId, UUID endpointId, LedgerFilter filter, PageRequest page, boolean withContent) {
        return Mono.defer(() -> page(
                narrow(
                        new R2dbcSelect(columns(withContent))
                                .bind("application", applicationId)
                                .add("AND endpoint_id = :endpoint")
                                .bind("endpoint", endpointId),
                        filter),
                page.newestFirst()));
    }

    @Override
    public Mono<Long> count(UUID applicationId, UUID endpointId, LedgerFilter filter, int ceiling) {
        R2dbcSelect select = new R2dbcSelect(
                        "SELECT count(*) AS count FROM (SELECT 1 FROM attempt WHERE app_id = :application")
                .bind("application", applicationId)
                .add("AND endpoint_id = :endpoint")
                .bind("endpoint", endpointId);
        return narrow(select, filter)
                .add("LIMIT :ceiling) AS counted")
                .bind("ceiling", ceiling)
                .on(database)
                .map(row -> Columns.required(row, "count", Long.class))
                .one();
    }

    @Override
    public Mono<AttemptOut> find(UUID applicationId, UUID messageId, UUID attemptId) {
        return new R2dbcSelect(columns(true))
                .bind("application", applicationId)
                .add("AND message_id = :message AND id = :id")
                .bind("message", messageId)
                .bind("id", attemptId)
                .on(database)
                .map(R2dbcAttemptQueries::attempt)
                .one();
    }

    private static String columns(boolean withContent) {
        return COLUMNS.formatted(withContent ? "response" : "NULL::bytea");
    }

    private static R2dbcSelect narrow(R2dbcSelect select, LedgerFilter filter) {
        MessageStatus status = filter.status();
        Integer codes = filter.codeClass();
        return select.add(status == null ? "" : WITH_STATUS + status.number())
                .add(codes == null ? "" : "AND code BETWEEN " + codes + " AND " + (codes + 99))
                .ofTypes("event_type", filter.eventTypes())
                .addIf(IN_CHANNEL, "channel", filter.channel())
                .addIf(WITH_TAG, "tag", filter.tag())
                .within("id", filter.after(), filter.before());
    }

    private Mono<Page<AttemptOut>> page(R2dbcSelect select, PageRequest page) {
        return select.page("id", IdKind.ATTEMPT, page)
                .on(database)
                .map(R2dbcAttemptQueries::attempt)
                .all()
                .collectList()
                .map(rows -> Page.of(rows, page, AttemptOut::id));
    }

    private static AttemptOut attempt(Readable row) {
        UUID id = Columns.required(row, "id", UUID.class);
        int duration = Columns.required(row, "duration_ms", Integer.class);
        MessageStatus status =
                Columns.required(row, "status", Integer.class) == 0 ? MessageStatus.SUCCESS : MessageStatus.FAIL;
        return new AttemptOut(
                IdKind.ATTEMPT.format(id),
                IdKind.MESSAGE.format(Columns.required(row, "message_id", UUID.class)),
                IdKind.ENDPOINT.format(Columns.required(row, "endpoint_id", UUID.class)),
                Columns.required(row, "url", String.class),
                status.number(),
                status.text(),
                Columns.required(row, "code", Integer.class),
                duration,
                response(row),
                Columns.required(row, "trigger", Integer.class),
                IdGenerator.timeOf(id).minusMillis(duration),
                null);
    }

    private static String response(Readable row) {
        byte[] body = row.get("response", byte[].class);
        String detail = row.get("detail", String.class);
        if (body == null || body.length == 0) {
            return detail == null ? "" : detail;
        }
        return new String(body, StandardCharsets.UTF_8);
    }
}
