package io.posthorn.ledger;

import io.posthorn.id.IdGenerator;
import io.posthorn.postgres.DirectConnections;
import io.posthorn.postgres.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.util.unit.DataSize;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;

/** The write side of the ledger on a database of its own, with a custodian that only remembers. */
final class LedgerStand implements AutoCloseable {

    private static final LedgerProperties PROPERTIES = new LedgerProperties(
            2000,
            DataSize.ofMegabytes(4),
            DataSize.ofMegabytes(32),
            Duration.ofSeconds(5),
            Duration.ofHours(24),
            Duration.ofMinutes(1));

    final UUID node = newId();
    final SessionMark mark = SessionMark.random();
    final Nodes nodes;
    final Remembering custodian = new Remembering();
    /** Of the processors, as the appends are told. */
    volatile double load;

    final List<Group> appendGroups = Collections.synchronizedList(new ArrayList<>());
    final List<Group> outcomeGroups = Collections.synchronizedList(new ArrayList<>());
    final MessageAppender appender;
    final OutcomeRecorder recorder;
    private final GroupCommit<AppendWriter.Item, Appended> plain;
    private final GroupCommit<AppendWriter.Item, Appended> keyed;
    private final GroupCommit<Outcome, Boolean> outcomes;
    private final List<Disposable> running = new ArrayList<>();

    /** A group that was flushed, in nanoseconds of the process's clock. */
    record Group(int items, long began, long ended) {

        private static Group endedNow(int items, long nanos) {
            long now = System.nanoTime();
            return new Group(items, now - nanos, now);
        }
    }

    LedgerStand(TestDatabase database) {
        this(database, (_, _, _) -> false);
    }

    LedgerStand(TestDatabase database, OutcomeNotices.Listeners listeners) {
        DirectConnections connections = database.directConnections();
        nodes = new Nodes(connections, mark);
        AppendWriter writer = new AppendWriter(
                () -> node, custodian, new KeyClaims(PROPERTIES.keysKeptFor(), InstantSource.system()));
        plain = commit(
                PROPERTIES.appends(
                        "append", () -> load, (_, items, nanos) -> appendGroups.add(Group.endedNow(items, nanos))),
                writer,
                connections);
        keyed = commit(PROPERTIES.appends("keyed-append", () -> load, CommitListener.NONE), writer, connections);
        outcomes = commit(
                PROPERTIES.outcomes((_, items, nanos) -> outcomeGroups.add(Group.endedNow(items, nanos))),
                new OutcomeWriter(new DeliveryRows(() -> node), new OutcomeNotices(listeners)),
                connections);
        appender = new MessageAppender(writer, plain, keyed);
        recorder = new OutcomeRecorder(outcomes);
        List.of(plain, keyed, outcomes)
                .forEach(commit -> running.add(commit.run().subscribe()));
        nodes.register(node, "stand").toFuture().join();
    }

    private <I, R> GroupCommit<I, R> commit(
            GroupCommitSettings settings, GroupWriter<I, R> writer, DirectConnections connections) {
        return new GroupCommit<>(
                settings,
                writer,
                new CommitConnection(connections, settings.name()),
                () -> node,
                connections.eventLoop(),
                Schedulers.parallel());
    }

    static UUID newId() {
        UUID floor = IdGenerator.floor(Instant.now());
        long low = 0x8000_0000_0000_0000L | ThreadLocalRandom.current().nextLong() >>> 2;
        return new UUID(floor.getMostSignificantBits(), low);
    }

    static NewMessage message(String eventType, MessageKey... keys) {
        byte[] payload = "{}".getBytes(StandardCharsets.UTF_8);
        return new NewMessage(
                newId(),
                new UUID(1, 1),
                eventType,
                null,
                List.of(),
                List.of(),
                payload,
                Terms.NONE,
                null,
                List.of(keys));
    }

    @Override
    public void close() {
        List.of(plain, keyed, outcomes).forEach(GroupCommit::close);
        running.forEach(Disposable::dispose);
        nodes.close().toFuture().join();
    }

    /** Admits everything and remembers what it is handed. */
    static final class Remembering implements Custodian {

        final List<Message> handed = Collections.synchronizedList(new ArrayList<>());
        final AtomicLong released = new AtomicLong();
        final AtomicInteger handOvers = new AtomicInteger();

        @Override
        public boolean admit(UUID messageId, long weight) {
            return true;
        }

        @Override
        public void release(UUID messageId, long weight) {
            released.addAndGet(weight);
        }

        @Override
        public void handOver(List<Message> messages, WrittenAs written) {
            handOvers.incrementAndGet();
            handed.addAll(messages);
        }

        @Override
        public void unownedCommitted() {}

        @Override
        public void recall(Collection<UUID> messages) {}
    }
}
