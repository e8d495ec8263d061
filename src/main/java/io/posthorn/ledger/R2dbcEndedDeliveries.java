package io.posthorn.ledger;

import io.posthorn.api.Page;
import io.posthorn.api.PageRequest;
import io.posthorn.api.Problem;
import io.posthorn.id.IdKind;
import io.posthorn.postgres.Columns;
import io.r2dbc.spi.Readable;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Lists an application's deliveries that ended: those that failed for good out of their own rows, by message, and the
 * others by the attempt that delivered them. Every question names the application.
 */
@Component
final class R2dbcEndedDeliveries {

    private static final String FAILED = """
            SELECT held.message_id, held.endpoint_id, held.attempts, held.reason, held.handled_at, held.handled_by,
                   message.event_type, message.event_id, message.channels, latest.id AS attempt_id, latest.code
            FROM delivery AS held
            """ + R2dbcFailed.MESSAGE + "\n" + R2dbcFailed.LATEST;
    /** What was sent again since waits in a row, or has a later attempt, or failed. */
    private static final String DELIVERED = """
            SELECT made.message_id, made.endpoint_id, made.number AS attempts, made.id AS attempt_id, made.code,
                   message.event_type, message.event_id, message.channels
            FROM attempt AS made
            LEFT JOIN LATERAL (
              SELECT event_type, event_id, channels, tags FROM message
              WHERE message.id = made.message_id AND message.app_id = made.app_id OFFSET 0) AS message ON true
            WHERE made.app_id = :application AND made.status = 0
              AND NOT EXISTS (
                SELECT 1 FROM (SELECT endpoint_id FROM attempt AS later
                               WHERE later.message_id = made.message_id AND later.id > made.id OFFSET 0) AS later
                WHERE later.endpoint_id = made.endpoint_id)
              AND NOT EXISTS (SELECT 1 FROM delivery AS held
                              WHERE held.message_id = made.message_id AND held.endpoint_id = made.endpoint_id)""";

    private final DatabaseClient database;

    R2dbcEndedDeliveries(DatabaseClient database) {
        this.database = database;
    }

    /** A page of those that failed for good, the newest message first. */
    Mono<Page<EndedDelivery>> failed(UUID application, ReviewFilter filter, PageRequest request) {
        PageRequest page = request.newestFirst();
        return Mono.defer(() -> read(
                failedOn(application, filter, page),
                page,
                R2dbcEndedDeliveries::failed,
                row -> IdKind.MESSAGE.format(row.messageId()) + "." + IdKind.ENDPOINT.format(row.endpointId())));
    }

    private static R2dbcSelect failedOn(UUID application, ReviewFilter filter, PageRequest page) {
        boolean ascending = page.readsAscending();
        R2dbcSelect select = R2dbcFailed.narrow(
                R2dbcFailed.where(new R2dbcSelect(FAILED), application, filter)
                        .within(
                                "held.message_id",
                                filter.ledger().after(),
                                filter.ledger().before()),
                filter);
        if (page.cursor() != null) {
            UUID[] beyond = position(page);
            select.add("AND (held.message_id, held.endpoint_id) %s (:m, :e)".formatted(ascending ? ">" : "<"))
                    .bind("m", beyond[0])
                    .bind("e", beyond[1]);
        }
        return select.add("ORDER BY held.message_id %1$s, held.endpoint_id %1$s LIMIT :count"
                        .formatted(ascending ? "ASC" : "DESC"))
                .bind("count", page.fetch());
    }

    /** A message alone is not enough: it may have failed at several endpoints. */
    private static UUID[] position(PageRequest page) {
        String[] parts = String.valueOf(page.cursor()).split("\\.", -1);
        if (parts.length != 2) {
            throw foreignCursor();
        }
        return new UUID[] {
            IdKind.MESSAGE.parse(parts[0]).orElseThrow(R2dbcEndedDeliveries::foreignCursor),
            IdKind.ENDPOINT.parse(parts[1]).orElseThrow(R2dbcEndedDeliveries::foreignCursor)
        };
    }

    private static Problem foreignCursor() {
        return Problem.invalidQuery(
                "iterator",
                "must be the iterator or prevIterator of an earlier answer (msg_….ep_…), or left out for the first page");
    }

    /** A page of those that were delivered, the latest first. */
    Mono<Page<EndedDelivery>> delivered(UUID application, ReviewFilter filter, PageRequest request) {
        PageRequest page = request.newestFirst();
        return Mono.defer(() -> read(
                deliveredOn(application, filter, page),
                page,
                row -> ended(row, true, null, null),
                row -> row.last() == null
                        ? ""
                        : IdKind.ATTEMPT.format(row.last().id())));
    }

    private static R2dbcSelect deliveredOn(UUID application, ReviewFilter filter, PageRequest page) {
        LedgerFilter by = filter.ledger();
        return new R2dbcSelect(DELIVERED)
                .bind("application", application)
                .addIf("AND made.endpoint_id = :endpoint", "endpoint", filter.endpointId())
                .addIf("AND made.message_id = :message", "message", filter.messageId())
                .ofTypes("made.event_type", by.eventTypes())
                .addIf("AND :channel = ANY(message.channels)", "channel", by.channel())
                .addIf("AND :tag = ANY(message.tags)", "tag", by.tag())
                .within("made.id", by.after(), by.before())
                .page("made.id", IdKind.ATTEMPT, page);
    }

    private Mono<Page<EndedDelivery>> read(
            R2dbcSelect select,
            PageRequest page,
            Function<Readable, EndedDelivery> reading,
            Function<EndedDelivery, String> cursor) {
        return select.on(database).map(reading).all().collectList().map(rows -> Page.of(rows, page, cursor));
    }

    private static EndedDelivery failed(Readable row) {
        return ended(row, false, row.get("reason", String.class), R2dbcHandling.mark(row));
    }

    private static EndedDelivery ended(
            Readable row, boolean delivered, @Nullable String reason, @Nullable HandledMark mark) {
        String[] channels = row.get("channels", String[].class);
        UUID attempt = row.get("attempt_id", UUID.class);
        return new EndedDelivery(
                Columns.required(row, "message_id", UUID.class),
                Columns.required(row, "endpoint_id", UUID.class),
                row.get("event_id", String.class),
                row.get("event_type", String.class),
                channels == null ? List.of() : List.of(channels),
                delivered,
                Columns.required(row, "attempts", Integer.class),
                reason,
                attempt == null ? null : new EndedDelivery.Last(attempt, Columns.required(row, "code", Integer.class)),
                mark);
    }
}
