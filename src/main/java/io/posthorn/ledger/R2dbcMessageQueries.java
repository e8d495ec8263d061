package io.posthorn.ledger;

import io.posthorn.api.Page;
import io.posthorn.api.PageRequest;
import io.posthorn.api.Reference;
import io.posthorn.id.IdKind;
import io.posthorn.postgres.Columns;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Reads messages by their identifier, which prunes all partitions but one, or by application and identifier. */
@Component
final class R2dbcMessageQueries implements MessageQueries {

    /** Payloads of a page, in bytes: what a page may cost in memory for as long as its reader is slow. */
    static final long ROOM = 8 << 20;

    private static final String WITH_PAYLOAD =
            "id, event_type, event_id, channels, tags, payload, deliver_at, expires_at, content_type";
    private static final String WITHOUT_PAYLOAD =
            "id, event_type, event_id, channels, tags, NULL::bytea AS payload, deliver_at, expires_at, content_type";

    private static final String FIND = "SELECT %s FROM message WHERE id = :id AND app_id = :application";
    private static final String EVENT_ID = "SELECT message_id FROM message_key WHERE hash = :hash";
    private static final String BY_EVENT_ID =
            "SELECT id FROM message WHERE app_id = :application AND event_id = :event ORDER BY id DESC LIMIT 1";
    /** In the order given, with the payloads for as long as there is room. */
    private static final String UP_TO_ROOM = """
            WITH asked AS (
              SELECT id, min(place) AS place FROM unnest(:ids::uuid[]) WITH ORDINALITY AS asked (id, place) GROUP BY id),
            sized AS (
              SELECT id, place, sum(octet_length(coalesce(payload, ''))) OVER (ORDER BY place) AS bytes
              FROM asked JOIN message USING (id) WHERE app_id = :application AND id BETWEEN :low AND :high)
            SELECT id, event_type, event_id, channels, tags, deliver_at, expires_at, content_type, beyond,
                   CASE WHEN :content AND NOT beyond THEN payload END AS payload
            FROM (SELECT id AS sized, bytes > :room AND place > 1 AS beyond FROM sized) AS sized
            JOIN message ON message.id = sized.sized AND message.id BETWEEN :low AND :high""";

    private static final String LIST = "SELECT %s FROM message WHERE app_id = :application";

    private final DatabaseClient database;

    R2dbcMessageQueries(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Mono<MessageOut> find(UUID applicationId, UUID messageId, boolean withContent) {
        return database.sql(FIND.formatted(columns(withContent)))
                .bind("id", messageId)
                .bind("application", applicationId)
                .map(row -> message(row, withContent))
                .one();
    }

    @Override
    public Mono<UUID> resolve(UUID applicationId, Reference reference) {
        return switch (reference) {
            case Reference.ById(UUID id) -> Mono.just(id);
            case Reference.ByUid(String eventId) ->
                database.sql(EVENT_ID)
                        .bind("hash", MessageKeys.eventIdHash(applicationId, eventId))
                        .map(row -> Columns.required(row, "message_id", UUID.class))
                        .one()
                        .switchIfEmpty(Mono.defer(() -> byEventId(applicationId, eventId)));
        };
    }

    private Mono<UUID> byEventId(UUID applicationId, String eventId) {
        return database.sql(BY_EVENT_ID)
                .bind("application", applicationId)
                .bind("event", eventId)
                .map(row -> Columns.required(row, "id", UUID.class))
                .one();
    }

    @Override
    public Mono<UpToRoom> upToRoom(UUID applicationId, List<UUID> ids, boolean withContent) {
        return ids.isEmpty()
                ? Mono.just(new UpToRoom(Map.of(), Set.of()))
                : database.sql(UP_TO_ROOM)
                        .bind("content", withContent)
                        .bind("ids", ids.toArray(UUID[]::new))
                        .bind("low", Collections.min(ids))
                        .bind("high", Collections.max(ids))
                        .bind("application", applicationId)
                        .bind("room", withContent ? ROOM : Long.MAX_VALUE)
                        .map(row -> Columns.required(row, "beyond", Boolean.class)
                                ? new Sized(Columns.required(row, "id", UUID.class), null)
                                : new Sized(Columns.required(row, "id", UUID.class), message(row, withContent)))
                        .all()
                        .collectList()
                        .map(R2dbcMessageQueries::upToRoom);
    }

    private record Sized(UUID id, @Nullable MessageOut message) {}

    private static UpToRoom upToRoom(List<Sized> rows) {
        Map<UUID, MessageOut> found = new HashMap<>();
        Set<UUID> beyond = new HashSet<>();
        for (Sized row : rows) {
            if (row.message() == null) {
                beyond.add(row.id());
            } else {
                found.put(row.id(), row.message());
            }
        }
        return new UpToRoom(found, beyond);
    }

    @Override
    public Mono<Page<MessageOut>> list(
            UUID applicationId, LedgerFilter filter, PageRequest request, boolean withContent) {
        PageRequest page = request.newestFirst();
        return Mono.defer(() -> select(applicationId, filter, page, withContent)
                .on(database)
                .map(row -> R2dbcCutRow.of(row, message(row, withContent)))
                .all()
                .collectList()
                .map(rows -> R2dbcCutRow.page(rows, page, message -> IdKind.MESSAGE.format(message.id()))));
    }

    private static R2dbcSelect select(UUID applicationId, LedgerFilter filter, PageRequest page, boolean withContent) {
        return new R2dbcSelect(LIST.formatted(columns(withContent)))
                .bind("application", applicationId)
                .ofTypes("event_type", filter.eventTypes())
                .addIf("AND :channel = ANY(channels)", "channel", filter.channel())
                .addIf("AND :tag = ANY(tags)", "tag", filter.tag())
                .add(filter.status() == null ? "" : R2dbcAnywhere.is(filter.status()))
                .within("id", filter.after(), filter.before())
                .page("id", IdKind.MESSAGE, page)
                .cut("id", page, ROOM);
    }

    static String columns(boolean withContent) {
        return withContent ? WITH_PAYLOAD : WITHOUT_PAYLOAD;
    }

    static MessageOut message(Readable row, boolean withContent) {
        byte[] payload = row.get("payload", byte[].class);
        Terms terms = terms(row);
        byte[] gone = withContent ? MessageOut.EXPUNGED : MessageOut.NOT_ASKED_FOR;
        return new MessageOut(
                Columns.required(row, "id", UUID.class),
                Columns.required(row, "event_type", String.class),
                row.get("event_id", String.class),
                List.of(Columns.required(row, "channels", String[].class)),
                List.of(Columns.required(row, "tags", String[].class)),
                payload == null ? gone : MessageOut.shown(payload, terms),
                terms);
    }

    private static Terms terms(Readable row) {
        return new Terms(
                row.get("deliver_at", Instant.class),
                row.get("expires_at", Instant.class),
                row.get("content_type", String.class));
    }
}
