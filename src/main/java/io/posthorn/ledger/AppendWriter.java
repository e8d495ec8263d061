package io.posthorn.ledger;

import io.posthorn.ledger.KeyClaims.Claim;
import io.posthorn.ledger.KeyClaims.Verdicts;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Writes accepted messages: the keys first, where a group has any, then message and pending rows of those whose keys
 * were free, all by binary COPY. What is to be delivered later goes to a table of its own instead of to pending.
 */
final class AppendWriter implements GroupWriter<AppendWriter.Item, Appended> {

    private static final String COPY_MESSAGE = """
            COPY message (id, app_id, event_type, event_id, channels, tags, payload, deliver_at, expires_at,
                          content_type, expunge_at, only_endpoint, trace)
            FROM STDIN (FORMAT binary)""";
    private static final String COPY_PENDING = "COPY pending (message_id, node_id) FROM STDIN (FORMAT binary)";
    private static final String COPY_SCHEDULED = "COPY scheduled (message_id, deliver_at) FROM STDIN (FORMAT binary)";
    private static final String FIND_COMMITTED = "SELECT 1 AS one FROM message WHERE id = ANY($1) LIMIT 1";

    private final CurrentNode node;
    private final Custodian custodian;
    private final KeyClaims keyClaims;

    AppendWriter(CurrentNode node, Custodian custodian, KeyClaims keyClaims) {
        this.node = node;
        this.custodian = custodian;
        this.keyClaims = keyClaims;
    }

    /**
     * A message on its way in.
     *
     * @param admitted whether this node takes custody of it
     */
    record Item(NewMessage message, boolean admitted) {

        boolean isLater() {
            return message.isLater();
        }
    }

    Item admit(NewMessage message) {
        return new Item(message, !message.isLater() && custodian.admit(message.id(), message.weight()));
    }

    @Override
    public long weight(Item item) {
        return item.message().weight();
    }

    @Override
    public Mono<List<Appended>> write(PostgresqlConnection connection, List<Item> group, Mono<Long> configVersion) {
        List<Claim> claims = KeyClaims.of(messages(group));
        return keyClaims.presumesFree(claims)
                ? Pipelining.all(List.of(keyClaims.write(connection, claims), copy(connection, group)))
                        .thenReturn(results(group, Verdicts.ALL_FREE))
                : keyClaims.claim(connection, claims).flatMap(verdicts -> copy(connection, winners(group, verdicts))
                        .thenReturn(results(group, verdicts)));
    }

    private Mono<Void> copy(PostgresqlConnection connection, List<Item> winners) {
        if (winners.isEmpty()) {
            return Mono.empty();
        }
        List<Item> later = winners.stream().filter(Item::isLater).toList();
        List<Item> now = later.isEmpty()
                ? winners
                : winners.stream().filter(item -> !item.isLater()).toList();
        return Pipelining.all(List.of(
                copy(connection, COPY_MESSAGE, winners, AppendWriter::messageRows),
                copy(connection, COPY_PENDING, now, this::pendingRows),
                copy(connection, COPY_SCHEDULED, later, AppendWriter::scheduledRows)));
    }

    private static Mono<Void> copy(
            PostgresqlConnection connection, String sql, List<Item> items, Function<List<Item>, BinaryCopy> rows) {
        return items.isEmpty()
                ? Mono.empty()
                : connection
                        .copyIn(sql, Mono.fromSupplier(() -> rows.apply(items).finish()))
                        .then();
    }

    private static BinaryCopy messageRows(List<Item> items) {
        int expected = (int) Math.min(
                64 << 20,
                items.stream().mapToLong(item -> item.message().weight()).sum());
        BinaryCopy rows = new BinaryCopy(expected);
        for (Item item : items) {
            NewMessage message = item.message();
            rows.row(13)
                    .uuid(message.id())
                    .uuid(message.applicationId())
                    .text(message.eventType())
                    .text(message.eventId())
                    .texts(message.channels())
                    .texts(message.tags())
                    .bytes(message.payload())
                    .instant(message.terms().deliverAt())
                    .instant(message.terms().expiresAt())
                    .text(message.terms().contentType())
                    .instant(message.expungeAt())
                    .uuid(message.terms().onlyEndpoint())
                    .text(message.trace());
        }
        return rows;
    }

    private static BinaryCopy scheduledRows(List<Item> items) {
        BinaryCopy rows = new BinaryCopy(items.size() * 34);
        for (Item item : items) {
            rows.row(2).uuid(item.message().id()).instant(item.message().terms().deliverAt());
        }
        return rows;
    }

    private BinaryCopy pendingRows(List<Item> items) {
        BinaryCopy rows = new BinaryCopy(items.size() * 42);
        UUID owner = node.id();
        for (Item item : items) {
            rows.row(2).uuid(item.message().id()).uuid(item.admitted() ? owner : null);
        }
        return rows;
    }

    @Override
    public Mono<Boolean> wasCommitted(PostgresqlConnection connection, List<Item> group) {
        UUID[] ids = group.stream().map(item -> item.message().id()).toArray(UUID[]::new);
        return connection
                .createStatement(FIND_COMMITTED)
                .bind("$1", ids)
                .execute()
                .concatMap(result -> result.map(row -> Boolean.TRUE))
                .next()
                .defaultIfEmpty(false);
    }

    @Override
    public void handOn(List<Item> group, List<Appended> results, WrittenAs written) {
        List<Message> owned = new ArrayList<>(group.size());
        boolean unowned = false;
        for (int i = 0; i < group.size(); i++) {
            Item item = group.get(i);
            switch (results.get(i)) {
                case Appended.Committed()
                when item.admitted() -> owned.add(item.message().accepted());
                case Appended.Committed() -> unowned |= !item.isLater();
                case Appended.Repeated repeated -> lost(item);
                case Appended.KeyReused reused -> lost(item);
                case Appended.Contended contended -> lost(item);
            }
        }
        if (!owned.isEmpty()) {
            custodian.handOver(owned, written);
        }
        if (unowned) {
            custodian.unownedCommitted();
        }
    }

    @Override
    public void lost(Item item) {
        if (item.admitted()) {
            custodian.release(item.message().id(), item.message().weight());
        }
    }

    private static List<NewMessage> messages(List<Item> group) {
        return group.stream().map(Item::message).toList();
    }

    private static List<Item> winners(List<Item> group, Verdicts verdicts) {
        return verdicts.allFree()
                ? group
                : group.stream().filter(item -> verdicts.isFree(item.message())).toList();
    }

    private static List<Appended> results(List<Item> group, Verdicts verdicts) {
        return group.stream().map(item -> verdicts.of(item.message())).toList();
    }
}
