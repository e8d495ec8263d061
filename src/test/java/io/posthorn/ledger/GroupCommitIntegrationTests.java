package io.posthorn.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.postgres.TestDatabase;
import io.posthorn.postgres.TestPostgres;
import io.posthorn.postgres.WireTap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import reactor.core.scheduler.Schedulers;

class GroupCommitIntegrationTests {

    private static final byte[] BODY = "body".getBytes(StandardCharsets.UTF_8);
    private static final UUID TENANT = new UUID(7, 7);

    private final TestDatabase database = TestPostgres.freshDatabase();
    private final WireTap tap = WireTap.before(database);
    private final LedgerStand stand = new LedgerStand(tap.database());

    @BeforeEach
    void makePartitions() {
        new Partitions(database.directConnections(), Duration.ofDays(1), Schedulers.parallel())
                .ensureAround(Duration.ofDays(1), Duration.ofDays(1))
                .toFuture()
                .join();
    }

    @AfterEach
    void close() throws IOException {
        stand.close();
        tap.close();
    }

    private static MessageKey key(String key, String body) {
        return MessageKeys.idempotency(TENANT, "publish", key, body.getBytes(StandardCharsets.UTF_8));
    }

    private List<Signal<Appended>> appendAll(List<NewMessage> messages) {
        return Flux.fromIterable(messages)
                .flatMapSequential(message -> stand.appender.append(message).materialize(), 256)
                .collectList()
                .toFuture()
                .join();
    }

    private Appended append(NewMessage message) {
        return stand.appender.append(message).toFuture().join();
    }

    private long count(String table) {
        return Long.parseLong(database.ask("SELECT count(*) FROM " + table));
    }

    @Test
    void asksWhetherKeysAreFreeOnlyAfterOneWasNot() {
        NewMessage first = LedgerStand.message("t", key("first", "body"));

        append(first);
        assertThat(tap.statements("posthorn keyed-append"))
                .anyMatch(sql -> sql.startsWith("COPY message_key"))
                .noneMatch(sql -> sql.startsWith("INSERT INTO message_key"));

        assertThat(append(LedgerStand.message("t", key("first", "body")))).isEqualTo(new Appended.Repeated(first.id()));
        assertThat(append(LedgerStand.message("t", key("second", "body")))).isEqualTo(new Appended.Committed());

        assertThat(tap.statements("posthorn keyed-append").stream()
                        .filter(sql -> sql.startsWith("INSERT INTO message_key")))
                .hasSize(2);
        assertThat(count("message_key")).isEqualTo(2);
        assertThat(count("message")).isEqualTo(2);
    }

    @Test
    void handsOnWhatWasCommittedAlthoughItsCallerHasGone() {
        List<Disposable> callers = IntStream.range(0, 100)
                .mapToObj(i -> stand.appender.append(LedgerStand.message("t")).subscribe())
                .toList();
        callers.forEach(Disposable::dispose);

        await().until(() -> stand.custodian.handed.size() == 100);
        assertThat(count("pending")).isEqualTo(100);
    }

    @Test
    void writesWhatQueuedDuringAFlushAsOneGroup() {
        appendAll(
                IntStream.range(0, 1000).mapToObj(i -> LedgerStand.message("t")).toList());

        await().until(() -> stand.custodian.handed.size() == 1000);
        assertThat(stand.custodian.handOvers).hasValueLessThan(200);
    }

    @Test
    void writesWhatWasAddedTogetherAsOneGroup() {
        List<NewMessage> messages = IntStream.range(0, 100)
                .mapToObj(i -> i % 2 == 0 ? LedgerStand.message("t") : LedgerStand.message("t", key("k" + i, "body")))
                .toList();

        List<Fate<NewMessage, Appended>> fates = appendTogether(messages);

        assertThat(fates).extracting(Fate::item).containsExactlyInAnyOrderElementsOf(messages);
        assertThat(fates).allSatisfy(fate -> assertThat(fate)
                .isEqualTo(new Fate.Written<>(fate.item(), new Appended.Committed())));
        assertThat(stand.custodian.handed).hasSize(100);
        assertThat(stand.custodian.handOvers).as("one of each kind").hasValue(2);
    }

    @Test
    void tellsEachOfThoseAddedTogetherWhatBecameOfIt() {
        List<NewMessage> messages = IntStream.range(0, 10)
                .mapToObj(i -> LedgerStand.message(i == 7 ? "NUL \u0000 inside" : "t"))
                .toList();

        List<Fate<NewMessage, Appended>> fates = appendTogether(messages);

        assertThat(fates).hasSize(10).filteredOn(Fate.Written.class::isInstance).hasSize(9);
        assertThat(fates)
                .filteredOn(Fate.Lost.class::isInstance)
                .singleElement()
                .satisfies(lost -> assertThat(lost.item()).isSameAs(messages.get(7)));
        assertThat(appendTogether(List.of())).isEmpty();
    }

    private List<Fate<NewMessage, Appended>> appendTogether(List<NewMessage> messages) {
        return stand.appender.appendAll(messages).collectList().toFuture().join();
    }

    @Test
    void leavesManyOutcomesToGather() {
        NewMessage message = LedgerStand.message("t");
        append(message);
        Countdown countdown = new Countdown(message.id(), Integer.MAX_VALUE);

        Flux.range(0, 1000)
                .flatMap(_ -> stand.recorder.record(stand.node, delivered(message, countdown)), 100)
                .then()
                .toFuture()
                .join();

        assertThat(count("attempt")).isEqualTo(1000);
        assertThat(rests(stand.outcomeGroups)).isNotEmpty().allMatch(rest -> rest > 24_000_000);
    }

    @Test
    void leavesMessagesToGatherWhileTheProcessorsAreBusy() {
        stand.load = 1;
        appendManyAtATime();
        assertThat(rests(stand.appendGroups)).isNotEmpty().allMatch(rest -> rest > 4_000_000);

        stand.appendGroups.clear();
        stand.load = 0.5;
        appendManyAtATime();
        assertThat(rests(stand.appendGroups)).isNotEmpty().anyMatch(rest -> rest < 4_000_000);
    }

    private void appendManyAtATime() {
        Flux.range(0, 1000)
                .flatMap(_ -> stand.appender.append(LedgerStand.message("t")), 100)
                .then()
                .toFuture()
                .join();
    }

    /** How long it was from each large group to the next, in nanoseconds. */
    private static List<Long> rests(List<LedgerStand.Group> flushed) {
        List<LedgerStand.Group> groups = List.copyOf(flushed);
        return IntStream.range(1, groups.size())
                .filter(i -> groups.get(i - 1).items() > 50)
                .mapToObj(i -> groups.get(i).began() - groups.get(i - 1).ended())
                .toList();
    }

    @Test
    void refusesOnlyTheBadRowOfAGroup() {
        List<NewMessage> messages = IntStream.range(0, 50)
                .mapToObj(i -> LedgerStand.message(i == 17 ? "NUL \u0000 inside" : "t"))
                .toList();

        List<Signal<Appended>> signals = appendAll(messages);

        for (int i = 0; i < 50; i++) {
            if (i == 17) {
                assertThat(signals.get(i).getThrowable()).isInstanceOf(LedgerRefusedException.class);
            } else {
                assertThat(signals.get(i).get()).isEqualTo(new Appended.Committed());
            }
        }
        assertThat(count("message")).isEqualTo(49);
        await().until(() -> stand.custodian.released.get() == messages.get(17).weight());
    }

    @Test
    void makesOneMessageOfThirtyTwoRacingRequests() {
        List<NewMessage> racing = IntStream.range(0, 32)
                .mapToObj(i -> LedgerStand.message("t", key("k", "body")))
                .toList();

        List<Appended> answers =
                appendAll(racing).stream().map(signal -> signal.get()).toList();

        assertThat(answers)
                .filteredOn(answer -> answer instanceof Appended.Committed)
                .hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer instanceof Appended.Repeated)
                .hasSize(31);
        assertThat(count("message")).isEqualTo(1);
        assertThat(answers).contains(new Appended.Repeated(UUID.fromString(database.ask("SELECT id FROM message"))));
    }

    @Test
    void tellsAReusedKeyFromARepetition() {
        NewMessage first = LedgerStand.message("t", key("k", "body"));
        append(first);

        assertThat(append(LedgerStand.message("t", key("k", "body")))).isEqualTo(new Appended.Repeated(first.id()));
        assertThat(append(LedgerStand.message("t", key("k", "other"))))
                .isEqualTo(new Appended.KeyReused(MessageKey.Kind.IDEMPOTENCY, first.id()));
    }

    @Test
    void keepsNoKeyOfAMessageThatLostAnother() {
        MessageKey event = MessageKeys.eventId(TENANT, "event-1", BODY);
        NewMessage first = LedgerStand.message("t", event);
        append(first);

        assertThat(append(LedgerStand.message("t", key("fresh", "body"), event)))
                .isEqualTo(new Appended.KeyReused(MessageKey.Kind.EVENT_ID, first.id()));

        assertThat(append(LedgerStand.message("t", key("fresh", "body")))).isEqualTo(new Appended.Committed());
        assertThat(count("message_key")).isEqualTo(2);
    }

    @Test
    void writesNothingForANodeThatWasTakenOver() {
        append(LedgerStand.message("t"));
        stand.nodes.leave(stand.node).toFuture().join();

        Signal<Appended> late = appendAll(List.of(LedgerStand.message("t"))).getFirst();

        assertThat(late.getThrowable()).isInstanceOf(FencedException.class);
        assertThat(count("message")).isEqualTo(1);
        assertThat(database.ask("SELECT node_id FROM pending")).isEqualTo("null");
    }

    @Test
    void writesNothingThatWasDoneUnderAnEarlierIdentity() {
        NewMessage message = LedgerStand.message("t");
        append(message);
        Countdown countdown = new Countdown(message.id(), 1);

        Mono<Boolean> late = stand.recorder.record(LedgerStand.newId(), delivered(message, countdown));
        Mono<Boolean> own = stand.recorder.record(stand.node, delivered(message, countdown));
        Signal<Boolean> fenced =
                late.materialize().zipWith(own).toFuture().join().getT1();

        assertThat(fenced.getThrowable()).isInstanceOf(FencedException.class);
        assertThat(count("attempt")).isEqualTo(1);
    }

    @Test
    void takesOverFromANodeThatStandsStillInTheMiddleOfAWrite() throws SQLException {
        append(LedgerStand.message("t"));
        Nodes peer = new Nodes(database.directConnections(), SessionMark.random());
        Properties as = new Properties();
        as.setProperty("user", database.user());
        as.setProperty("password", database.password());
        as.setProperty("ApplicationName", "posthorn " + stand.mark.named("append"));

        try (Connection still = DriverManager.getConnection(database.jdbcUrl(), as);
                var statement = still.createStatement()) {
            still.setAutoCommit(false);
            statement.execute("SELECT FROM node WHERE id = '" + stand.node + "' FOR KEY SHARE");

            Long freed = peer.takeOver(asSeen())
                    .timeout(Duration.ofSeconds(5))
                    .toFuture()
                    .join();

            assertThat(freed).isEqualTo(1);
        }
        assertThat(peer.beat(stand.node).materialize().toFuture().join().getThrowable())
                .isInstanceOf(FencedException.class);
        assertThat(peer.beat(LedgerStand.newId())
                        .materialize()
                        .toFuture()
                        .join()
                        .getThrowable())
                .isInstanceOf(ForgottenNodeException.class);
        peer.close().toFuture().join();
    }

    @Test
    void takesNothingFromANodeThatBeatsWhileItIsTakenForDead() throws SQLException {
        append(LedgerStand.message("t"));
        Nodes peer = new Nodes(database.directConnections(), SessionMark.random());
        Nodes.Peer judged = asSeen();

        try (Connection flush = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                var statement = flush.createStatement()) {
            flush.setAutoCommit(false);
            statement.execute("SELECT FROM node WHERE id = '" + stand.node + "' FOR KEY SHARE");
            CompletableFuture<@Nullable Long> takeOver = peer.takeOver(judged).toFuture();
            await().until(() -> database.ask(
                            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'posthorn take-over'"
                                    + " AND wait_event_type = 'Lock'")
                    .equals("1"));
            beat();
            flush.rollback();

            assertThat(takeOver.join()).isNull();
        }
        assertThat(append(LedgerStand.message("t"))).isEqualTo(new Appended.Committed());
        assertThat(database.ask("SELECT count(*) FROM pending WHERE node_id = '" + stand.node + "'"))
                .isEqualTo("2");
        peer.close().toFuture().join();
    }

    /** The stand's node as another one sees it now. */
    private Nodes.Peer asSeen() {
        String beat = database.ask("SELECT beat FROM node WHERE id = '" + stand.node + "'");
        return new Nodes.Peer(stand.node, "stand", Long.parseLong(beat));
    }

    /** Its own session may have been ended by whoever took it for dead. */
    private void beat() {
        stand.nodes.beat(stand.node).retry(1).toFuture().join();
    }

    @Test
    void takesAnUnansweredCommitForWhatItWas() {
        append(LedgerStand.message("warm up"));
        database.execute("""
                CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.5); RETURN NULL; END';
                CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON pending DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION slow()""");
        NewMessage message = LedgerStand.message("t");

        Mono<Appended> append = stand.appender.append(message).cache();
        append.subscribe();
        await().until(() -> tap.statements("posthorn append").getLast().equals("COMMIT"));
        tap.loseAnswers();
        await().until(() -> count("message") == 2);
        tap.cut();

        assertThat(append.toFuture().join()).isEqualTo(new Appended.Committed());
        await().until(() ->
                stand.custodian.handed.stream().anyMatch(handed -> handed.id().equals(message.id())));
    }

    @Test
    void endsTheServerProcessThatTheNetworkLeftInTheMiddleOfACopy() {
        append(LedgerStand.message("t", key("other", "body")));

        tap.swallowAfter("COPY message");
        Signal<Appended> lost =
                appendAll(List.of(LedgerStand.message("t", key("k", "body")))).getFirst();

        assertThat(lost.getThrowable()).isInstanceOf(LedgerUnavailableException.class);
        assertThat(append(LedgerStand.message("t", key("k", "body")))).isEqualTo(new Appended.Committed());
        assertThat(count("message")).isEqualTo(2);
    }

    @Test
    void tellsTheCallerWhenTheDatabaseIsAwayAndGoesOnWhenItIsBack() {
        append(LedgerStand.message("t"));

        tap.refuse(true);
        Signal<Appended> away = appendAll(List.of(LedgerStand.message("t"))).getFirst();
        tap.refuse(false);

        assertThat(away.getThrowable()).isInstanceOf(LedgerUnavailableException.class);
        assertThat(append(LedgerStand.message("t"))).isEqualTo(new Appended.Committed());
        assertThat(count("message")).isEqualTo(2);
    }

    @Test
    void keepsOutcomesUntilTheDatabaseTakesThem() {
        NewMessage message = LedgerStand.message("t");
        append(message);

        tap.refuse(true);
        Mono<Boolean> recorded = stand.recorder
                .record(stand.node, new Outcome.NothingToDeliver(new Countdown(message.id(), 0), null))
                .cache();
        recorded.subscribe();
        tap.refuse(false);

        assertThat(recorded.timeout(Duration.ofSeconds(10)).toFuture().join()).isTrue();
        assertThat(count("pending")).isZero();
    }

    @Test
    void takesThePendingRowOutWithTheLastOutcomeOnly() {
        NewMessage message = LedgerStand.message("t");
        append(message);
        Countdown countdown = new Countdown(message.id(), 2);

        boolean first = stand.recorder
                .record(stand.node, delivered(message, countdown))
                .toFuture()
                .join();
        assertThat(first).isFalse();
        assertThat(count("pending")).isEqualTo(1);

        boolean second = stand.recorder
                .record(stand.node, delivered(message, countdown))
                .toFuture()
                .join();
        assertThat(second).isTrue();
        assertThat(count("pending")).isZero();
        assertThat(count("attempt")).isEqualTo(2);
    }

    private static Outcome delivered(NewMessage message, Countdown countdown) {
        AttemptRow attempt = new AttemptRow(
                LedgerStand.newId(), "http://localhost/", true, 200, 1, 5, new byte[] {'o', 'k'}, null, null);
        return new Outcome.OfDelivery(
                message.id(),
                LedgerStand.newId(),
                message.applicationId(),
                message.eventType(),
                attempt,
                new Disposition.Delivered(),
                1,
                Round.SCHEDULED,
                null,
                false,
                countdown);
    }
}
