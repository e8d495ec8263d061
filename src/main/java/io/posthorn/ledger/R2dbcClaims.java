package io.posthorn.ledger;

import io.posthorn.postgres.Columns;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Claims by {@code FOR UPDATE SKIP LOCKED}, each in one statement that also holds this node's own row. How far a message
 * had come is read after its claim: what its former owner did may be younger than what the claim sees.
 */
final class R2dbcClaims implements Claims {

    private static final String CLAIM_MESSAGES = """
            WITH me AS (SELECT id FROM node WHERE id = :node AND fenced_at IS NULL FOR KEY SHARE),
            picked AS (
              SELECT message_id FROM pending
              WHERE message_id >= :from AND node_id IS NULL AND EXISTS (SELECT 1 FROM me)
              ORDER BY message_id LIMIT %2$d FOR UPDATE SKIP LOCKED),
            sized AS (
              SELECT message_id, %1$s,
                     sum(coalesce(octet_length(payload), 0)) OVER (ORDER BY message_id) AS upto,
                     row_number() OVER (ORDER BY message_id) AS place
              FROM picked LEFT JOIN message ON message.id = picked.message_id)
            UPDATE pending SET node_id = :node FROM sized
            WHERE pending.message_id = sized.message_id AND (upto <= :room OR place = 1)
            RETURNING sized.message_id, %1$s, (SELECT version FROM config_version) AS version""";
    private static final String CLAIM_SCHEDULED = """
            WITH me AS (SELECT id FROM node WHERE id = :node AND fenced_at IS NULL FOR KEY SHARE),
            picked AS (
              SELECT message_id, deliver_at AS due_at FROM scheduled
              WHERE deliver_at <= :now AND EXISTS (SELECT 1 FROM me)
              ORDER BY deliver_at LIMIT %2$d FOR UPDATE SKIP LOCKED),
            sized AS (
              SELECT message_id, %1$s,
                     sum(coalesce(octet_length(payload), 0)) OVER (ORDER BY due_at, message_id) AS upto,
                     row_number() OVER (ORDER BY due_at, message_id) AS place
              FROM picked LEFT JOIN message ON message.id = picked.message_id),
            taken AS (
              DELETE FROM scheduled USING sized
              WHERE scheduled.message_id = sized.message_id AND (upto <= :room OR place = 1)
              RETURNING sized.message_id, %1$s),
            given AS (INSERT INTO pending (message_id, node_id) SELECT message_id, :node FROM taken)
            SELECT message_id, %1$s, (SELECT version FROM config_version) AS version FROM taken""";
    private static final String CLAIM_DUE = """
            WITH me AS (SELECT id FROM node WHERE id = :node AND fenced_at IS NULL FOR KEY SHARE),
            picked AS (
              SELECT message_id, endpoint_id FROM delivery
              WHERE state = 0 AND node_id IS NULL AND due_at <= :now AND EXISTS (SELECT 1 FROM me)
              ORDER BY due_at LIMIT %2$d FOR UPDATE SKIP LOCKED)
            UPDATE delivery SET node_id = :node FROM picked
            WHERE delivery.message_id = picked.message_id AND delivery.endpoint_id = picked.endpoint_id
            RETURNING delivery.message_id, delivery.endpoint_id, delivery.attempts, delivery.round, delivery.base""";
    private static final String CLAIM_HELD = """
            WITH me AS (SELECT id FROM node WHERE id = :node AND fenced_at IS NULL FOR KEY SHARE),
            picked AS (
              SELECT held.message_id, held.endpoint_id
              FROM unnest(:endpoints::uuid[], :rooms::int[]) AS lane (endpoint_id, room)
              CROSS JOIN LATERAL (
                SELECT message_id, endpoint_id FROM delivery
                WHERE state = 1 AND node_id IS NULL AND endpoint_id = lane.endpoint_id AND EXISTS (SELECT 1 FROM me)
                ORDER BY message_id LIMIT lane.room FOR UPDATE SKIP LOCKED) AS held)
            UPDATE delivery SET node_id = :node FROM picked
            WHERE delivery.message_id = picked.message_id AND delivery.endpoint_id = picked.endpoint_id
            RETURNING delivery.message_id, delivery.endpoint_id, delivery.attempts, delivery.round, delivery.base""";
    /** A loose index scan: one probe per endpoint, however many deliveries each has. */
    private static final String ENDPOINTS_WITH_HELD = """
            WITH RECURSIVE held AS (
              (SELECT endpoint_id FROM delivery WHERE state = 1 AND node_id IS NULL ORDER BY endpoint_id LIMIT 1)
              UNION ALL
              SELECT (SELECT delivery.endpoint_id FROM delivery
                      WHERE state = 1 AND node_id IS NULL AND delivery.endpoint_id > held.endpoint_id
                      ORDER BY delivery.endpoint_id LIMIT 1)
              FROM held WHERE held.endpoint_id IS NOT NULL)
            SELECT endpoint_id FROM held WHERE endpoint_id IS NOT NULL""";

    private static final String OWNED = "SELECT message_id FROM pending WHERE node_id = :node AND message_id < :before";
    private static final String STILL_OWNED =
            "SELECT message_id FROM pending WHERE node_id = :node AND message_id = ANY(:ids)";
    private static final String OWNED_DELIVERIES =
            "SELECT message_id, endpoint_id, round FROM delivery WHERE node_id = :node";
    private static final String FREE_DELIVERIES = """
            UPDATE delivery SET node_id = NULL FROM unnest(:messages::uuid[], :endpoints::uuid[], :rounds::bigint[]) AS lost (m, e, r)
            WHERE message_id = lost.m AND endpoint_id = lost.e AND round = lost.r AND node_id = :node""";
    private static final String DISCARD_MISSING = """
            UPDATE delivery SET state = 3, due_at = NULL, node_id = NULL, reason = 'the content of the message is gone'
            WHERE message_id = ANY(:ids) AND node_id = :node""";
    private final DatabaseClient database;
    private final CurrentNode node;
    private final R2dbcStoredMessages stored;

    R2dbcClaims(DatabaseClient database, CurrentNode node) {
        this.database = database;
        this.node = node;
        this.stored = new R2dbcStoredMessages(database);
    }

    @Override
    public Mono<Batch> claimMessages(UUID from, int limit, long room) {
        return batch(database.sql(limited(CLAIM_MESSAGES, limit)).bind("from", from), room);
    }

    @Override
    public Mono<Batch> claimScheduled(Instant now, int limit, long room) {
        return batch(database.sql(limited(CLAIM_SCHEDULED, limit)).bind("now", now.atOffset(ZoneOffset.UTC)), room);
    }

    /** The planner is told how few: for all that a parameter may say, it would read everything that is kept. */
    private static String limited(String claim, int limit) {
        return claim.formatted(R2dbcStoredMessages.COLUMNS, limit);
    }

    private Mono<Batch> batch(GenericExecuteSpec claim, long room) {
        return claim.bind("node", node.id())
                .bind("room", room)
                .map(R2dbcStoredMessages::toClaimed)
                .all()
                .collectList()
                .flatMap(stored::batch);
    }

    @Override
    public Flux<ClaimedMessage> load(List<UUID> ids) {
        return stored.load(ids);
    }

    @Override
    public Flux<ClaimedDelivery> claimDue(Instant now, int limit) {
        return deliveries(database.sql(limited(CLAIM_DUE, limit))
                .bind("node", node.id())
                .bind("now", now.atOffset(ZoneOffset.UTC)));
    }

    @Override
    public Flux<ClaimedDelivery> claimHeld(Map<UUID, Integer> rooms) {
        return deliveries(database.sql(CLAIM_HELD)
                .bind("node", node.id())
                .bind("endpoints", rooms.keySet().toArray(UUID[]::new))
                .bind("rooms", rooms.values().toArray(Integer[]::new)));
    }

    private Flux<ClaimedDelivery> deliveries(GenericExecuteSpec claim) {
        return claim.map(R2dbcClaims::taken)
                .all()
                .collectList()
                .filter(rows -> !rows.isEmpty())
                .flatMapMany(rows -> stored.messages(
                                rows.stream().map(Taken::message).distinct().toArray(UUID[]::new))
                        .collectMap(Message::id)
                        .delayUntil(byId -> discardWithout(rows, byId.keySet()))
                        .flatMapIterable(byId -> rows.stream()
                                .flatMap(row -> claimed(row, byId).stream())
                                .toList()));
    }

    private static Optional<ClaimedDelivery> claimed(Taken row, Map<UUID, Message> byId) {
        return Optional.ofNullable(byId.get(row.message()))
                .map(message -> new ClaimedDelivery(message, row.endpoint(), row.attempts(), row.round()));
    }

    private record Taken(UUID message, UUID endpoint, int attempts, Round round) {}

    private static Taken taken(Readable row) {
        return new Taken(
                Columns.required(row, "message_id", UUID.class),
                Columns.required(row, "endpoint_id", UUID.class),
                Columns.required(row, "attempts", Integer.class),
                new Round(Columns.required(row, "round", Long.class), Columns.required(row, "base", Integer.class)));
    }

    private Mono<Void> discardWithout(List<Taken> rows, Set<UUID> loaded) {
        UUID[] missing = rows.stream()
                .map(Taken::message)
                .filter(id -> !loaded.contains(id))
                .toArray(UUID[]::new);
        return missing.length == 0
                ? Mono.empty()
                : database.sql(DISCARD_MISSING)
                        .bind("ids", missing)
                        .bind("node", node.id())
                        .fetch()
                        .rowsUpdated()
                        .then();
    }

    @Override
    public Flux<UUID> endpointsWithHeld() {
        return database.sql(ENDPOINTS_WITH_HELD)
                .map(row -> Columns.required(row, "endpoint_id", UUID.class))
                .all();
    }

    @Override
    public Flux<UUID> ownedMessages(UUID olderThan) {
        return database.sql(OWNED)
                .bind("node", node.id())
                .bind("before", olderThan)
                .map(row -> Columns.required(row, "message_id", UUID.class))
                .all();
    }

    @Override
    public Flux<UUID> stillOwned(Collection<UUID> messages) {
        return database.sql(STILL_OWNED)
                .bind("node", node.id())
                .bind("ids", messages.toArray(UUID[]::new))
                .map(row -> Columns.required(row, "message_id", UUID.class))
                .all();
    }

    @Override
    public Flux<DeliveryKey> ownedDeliveries() {
        return database.sql(OWNED_DELIVERIES)
                .bind("node", node.id())
                .map(row -> new DeliveryKey(
                        Columns.required(row, "message_id", UUID.class),
                        Columns.required(row, "endpoint_id", UUID.class),
                        Columns.required(row, "round", Long.class)))
                .all();
    }

    @Override
    public Mono<Long> free(Collection<DeliveryKey> deliveries) {
        return database.sql(FREE_DELIVERIES)
                .bind(
                        "messages",
                        deliveries.stream().map(DeliveryKey::messageId).toArray(UUID[]::new))
                .bind(
                        "endpoints",
                        deliveries.stream().map(DeliveryKey::endpointId).toArray(UUID[]::new))
                .bind("rounds", deliveries.stream().map(DeliveryKey::round).toArray(Long[]::new))
                .bind("node", node.id())
                .fetch()
                .rowsUpdated();
    }
}
