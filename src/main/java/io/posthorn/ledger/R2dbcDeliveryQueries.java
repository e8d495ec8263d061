package io.posthorn.ledger;

import io.posthorn.api.Page;
import io.posthorn.api.PageRequest;
import io.posthorn.id.IdKind;
import io.posthorn.postgres.Columns;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Reads the state of deliveries out of two places: the row of one that waits or has ended undelivered, and else its
 * latest attempt.
 */
@Component
final class R2dbcDeliveryQueries implements DeliveryQueries {

    /**
     * The number of the {@link MessageStatus}, from the columns of {@code latest}, an attempt, and {@code held}, a row;
     * each may be missing. A row that waits counts before a success, because somebody asked for it to be sent again.
     */
    static final String STATUS = """
            CASE WHEN held.state < 2 AND held.node_id IS NOT NULL AND coalesce(held.due_at <= now(), true) THEN 3
                 WHEN held.state < 2 THEN 1
                 WHEN latest.status = 0 THEN 0
                 WHEN held.state >= 2 OR latest.next_at IS NULL THEN 2
                 WHEN latest.next_at <= now() THEN 3
                 ELSE 1 END""";

    static final String NEXT_ATTEMPT =
            "CASE WHEN held.state IS NOT NULL THEN held.due_at WHEN latest.status <> 0 THEN latest.next_at END";

    private static final String OF_MESSAGE = """
            SELECT endpoint_id, %s AS status, %s AS next_attempt
            FROM (SELECT DISTINCT ON (endpoint_id) endpoint_id, status, next_at FROM attempt
                  WHERE app_id = :application AND message_id = :message AND id >= :earliest
                  ORDER BY endpoint_id, id DESC) AS latest
            FULL JOIN (SELECT endpoint_id, state, node_id, due_at FROM delivery
                       WHERE app_id = :application AND message_id = :message) AS held USING (endpoint_id)""".formatted(STATUS, NEXT_ATTEMPT);

    /**
     * A delivery's first attempt stands for it: there is one of each, and the newest come first out of the index. What
     * belongs to each is looked up one by one, for as many as the page has; OFFSET 0 keeps the planner to that.
     */
    private static final String OF_ENDPOINT = """
            SELECT tried.id AS first_id, message.*, %1$s AS status, %2$s AS next_attempt
            FROM attempt AS tried
            CROSS JOIN LATERAL (SELECT %%s FROM message WHERE message.id = tried.message_id OFFSET 0) AS message
            CROSS JOIN LATERAL (
              SELECT status, next_at
              FROM (SELECT id, status, next_at FROM attempt AS later
                    WHERE later.message_id = tried.message_id AND later.endpoint_id = tried.endpoint_id
                      AND later.id >= tried.id OFFSET 0) AS later
              ORDER BY id DESC LIMIT 1) AS latest
            LEFT JOIN delivery AS held
              ON held.message_id = tried.message_id AND held.endpoint_id = tried.endpoint_id
            WHERE tried.app_id = :application AND tried.endpoint_id = :endpoint
              AND tried.number = 1
              AND (tried.trigger = 0 OR NOT EXISTS (
                SELECT 1 FROM (SELECT number, trigger FROM attempt AS other
                               WHERE other.message_id = tried.message_id AND other.endpoint_id = tried.endpoint_id
                               OFFSET 0) AS other
                WHERE other.number = 1 AND other.trigger = 0))""".formatted(STATUS, NEXT_ATTEMPT);
    /** What was delivered with its first attempt has no other state; the rest has an index of its own. */
    private static final String WITH_STATUS = "AND (%s) = ".formatted(STATUS);

    private final DatabaseClient database;

    R2dbcDeliveryQueries(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<Page<Destination>> ofMessage(UUID applicationId, UUID messageId, PageRequest request) {
        PageRequest page = request.newestFirst();
        return Mono.defer(() -> new R2dbcSelect(OF_MESSAGE)
                .bind("application", applicationId)
                .bind("message", messageId)
                .bind("earliest", R2dbcAttemptQueries.earliest(messageId))
                .add("WHERE true")
                .page("endpoint_id", IdKind.ENDPOINT, page)
                .on(database)
                .map(row -> new Destination(Columns.required(row, "endpoint_id", UUID.class), progress(row)))
                .all()
                .collectList()
                .map(rows -> Page.of(rows, page, row -> IdKind.ENDPOINT.format(row.endpointId()))));
    }

    @Override
    public Mono<Page<DeliveredMessage>> ofEndpoint(
            UUID applicationId, UUID endpointId, LedgerFilter filter, PageRequest request, boolean withContent) {
        PageRequest page = request.newestFirst();
        return Mono.defer(() -> select(applicationId, endpointId, filter, page, withContent)
                .on(database)
                .map(row -> R2dbcCutRow.of(
                        row, new Tried(Columns.required(row, "first_id", UUID.class), delivered(row, withContent))))
                .all()
                .collectList()
                .map(rows -> R2dbcCutRow.page(rows, page, tried -> IdKind.ATTEMPT.format(tried.firstId()))
                        .map(Tried::delivered)));
    }

    private static R2dbcSelect select(
            UUID applicationId, UUID endpointId, LedgerFilter filter, PageRequest page, boolean withContent) {
        MessageStatus status = filter.status();
        return new R2dbcSelect(OF_ENDPOINT.formatted(R2dbcMessageQueries.columns(withContent)))
                .bind("application", applicationId)
                .bind("endpoint", endpointId)
                .add(status == null ? "" : WITH_STATUS + status.number())
                .add(status == null || status == MessageStatus.SUCCESS ? "" : "AND tried.status <> 0")
                .ofTypes("tried.event_type", filter.eventTypes())
                .addIf("AND :channel = ANY(message.channels)", "channel", filter.channel())
                .addIf("AND :tag = ANY(message.tags)", "tag", filter.tag())
                .within("tried.message_id", filter.after(), filter.before())
                .page("tried.id", IdKind.ATTEMPT, page)
                .cut("first_id", page, R2dbcMessageQueries.ROOM);
    }

    private static DeliveredMessage delivered(Readable row, boolean withContent) {
        return new DeliveredMessage(R2dbcMessageQueries.message(row, withContent), progress(row));
    }

    static DeliveryProgress progress(Readable row) {
        int number = Columns.required(row, "status", Integer.class);
        return new DeliveryProgress(MessageStatus.of(number), row.get("next_attempt", Instant.class));
    }

    /** A delivered message with the attempt that the page's cursors are made of. */
    private record Tried(UUID firstId, DeliveredMessage delivered) {}
}
