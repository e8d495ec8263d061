package io.posthorn.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Rates over several nodes, each a set of lanes of its own, that share nothing but the time lines. */
class SharedRatesTests {

    private static final UUID TENANT = new UUID(9, 9);
    private static final UUID ENDPOINT = new UUID(7, 1);
    private static final ThrottleProperties.Host HOST = new ThrottleProperties.Host("slow.example:443", 40, 256);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final TimeLines timeLines = new TimeLines();

    /** One node: its lanes, and what they were granted. */
    private final class Node {

        private final Lanes lanes = new Lanes(
                new ThrottleProperties(64, 1_000, 0, 1_000, 1_000, 1_000_000, 1_000_000, true, List.of(HOST)),
                () -> Instant.ofEpochMilli(time.now(TimeUnit.MILLISECONDS)),
                time,
                new Random(1));
        private final LeaseLifecycle lifecycle = new LeaseLifecycle(
                timeLines, lanes.leases(), () -> Instant.ofEpochMilli(time.now(TimeUnit.MILLISECONDS)), time);
        private final ArrayDeque<Permit> permits = new ArrayDeque<>();
        private int sent;
        private int sentEarlier;

        Node(int nodes) {
            lifecycle.start();
            lanes.leases().nodes(nodes);
        }

        Node wants(int count, int rate) {
            return wants(count, rate, "h:80");
        }

        Node wants(int count, int rate, String host) {
            IntStream.range(0, count).forEach(i -> lanes.enter(new Entry(ENDPOINT, TENANT, host, rate))
                    .subscribe(permit -> {
                        sent++;
                        permits.add(permit);
                    }));
            return this;
        }

        /** Since this was asked last. */
        int sent() {
            int since = sent - sentEarlier;
            sentEarlier = sent;
            return since;
        }
    }

    /** As the table does it; answers take a while. */
    private final class TimeLines implements Leases {

        private final Map<String, Long> leasedUntil = new HashMap<>();
        private Duration takes = Duration.ofMillis(3);
        private boolean away;
        private int statements;

        @Override
        public Mono<List<Granted>> lease(List<Asked> asked) {
            return Mono.delay(takes.dividedBy(2), time)
                    .map(_ -> {
                        statements++;
                        if (away) {
                            throw new IllegalStateException("the database is away");
                        }
                        return asked.stream().map(this::grant).toList();
                    })
                    .delayElement(takes.dividedBy(2), time);
        }

        private Granted grant(Asked asked) {
            long now = time.now(TimeUnit.NANOSECONDS);
            long from = Math.max(now, leasedUntil.getOrDefault(asked.key(), 0L));
            leasedUntil.put(asked.key(), from + asked.interval() * asked.count());
            return new Granted(asked.key(), from - now, asked.count());
        }

        @Override
        public Mono<Void> tidy() {
            return Mono.empty();
        }

        @Override
        public Mono<Void> close() {
            return Mono.empty();
        }
    }

    /** Permits come back after 5 ms. */
    private void run(Duration duration, Node... nodes) {
        for (long step = 0; step < duration.toMillis() / 5; step++) {
            for (Node node : nodes) {
                while (!node.permits.isEmpty()) {
                    node.permits.remove().release();
                }
            }
            time.advanceTimeBy(Duration.ofMillis(5));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 10, 50, 1000})
    void twoNodesTogetherKeepToTheRateOfAnEndpoint(int rate) {
        Node one = new Node(2).wants(rate * 20, rate);
        Node two = new Node(2).wants(rate * 20, rate);

        run(Duration.ofSeconds(10), one, two);

        assertThat(one.sent + two.sent).isBetween(rate * 10 * 95 / 100, rate * 10 + rate / 10 + 2);
        assertThat(Math.abs(one.sent - two.sent)).isLessThanOrEqualTo(rate);
    }

    @Test
    void twoNodesTogetherKeepToTheRateOfAHost() {
        Node one = new Node(2).wants(1_000, 0, HOST.host());
        Node two = new Node(2).wants(1_000, 0, HOST.host());

        run(Duration.ofSeconds(10), one, two);

        assertThat(one.sent + two.sent).isBetween(380, 406);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 40, 120})
    void theNextLeaseIsAskedForBeforeTheLastOneIsUsedUp(int millis) {
        timeLines.takes = Duration.ofMillis(millis);
        Node one = new Node(2).wants(2_000, 100);
        run(Duration.ofSeconds(1), one);
        one.sent();

        run(Duration.ofSeconds(10), one);

        assertThat(one.sent()).isBetween(980, 1_011);
    }

    @Test
    void aNodeThatIsAloneAsksForNothing() {
        Node one = new Node(1).wants(200, 10);

        run(Duration.ofSeconds(10), one);

        assertThat(one.sent).isBetween(99, 101);
        assertThat(timeLines.statements).isZero();
    }

    @Test
    void whatHasNoRateAsksForNothing() {
        Node one = new Node(2).wants(1_000, 0);

        run(Duration.ofSeconds(1), one);

        assertThat(one.sent).isEqualTo(1_000);
        assertThat(timeLines.statements).isZero();
    }

    @Test
    void oneStatementLeasesForAllThatAskTogether() {
        Node one = new Node(2);
        IntStream.range(0, 500).forEach(i -> one.lanes
                .enter(new Entry(new UUID(6, i), TENANT, "h:80", 10))
                .subscribe(one.permits::add));

        time.advanceTimeBy(Duration.ofMillis(20));

        assertThat(one.permits).hasSize(500);
        assertThat(timeLines.statements).isLessThanOrEqualTo(3);
    }

    @Test
    void whatIsUnusedLapsesAndSavesNothingUp() {
        Node one = new Node(2).wants(4, 4);
        run(Duration.ofSeconds(20), one);
        assertThat(one.sent()).isEqualTo(4);

        one.wants(100, 4);
        run(Duration.ofSeconds(1), one);

        assertThat(one.sent()).isLessThanOrEqualTo(5);
    }

    @Test
    void aNodeWithLittleToSendIsNotPushedAside() {
        Node busy = new Node(2).wants(1_000, 20);
        Node quiet = new Node(2);
        run(Duration.ofSeconds(2), busy, quiet);

        for (int i = 0; i < 10; i++) {
            quiet.wants(1, 20);
            run(Duration.ofMillis(600), busy, quiet);
            assertThat(quiet.sent()).isOne();
        }
    }

    @Test
    void eachSendsItsShareWhileNoLeaseIsToBeHad() {
        Node one = new Node(2).wants(1_000, 20);
        Node two = new Node(2).wants(1_000, 20);
        run(Duration.ofSeconds(2), one, two);
        timeLines.away = true;
        run(Duration.ofSeconds(1), one, two);
        one.sent();
        two.sent();

        run(Duration.ofSeconds(10), one, two);

        assertThat(one.sent()).isBetween(95, 101);
        assertThat(two.sent()).isBetween(95, 101);
        timeLines.away = false;
        run(Duration.ofSeconds(1), one, two);
        one.sent();
        two.sent();
        run(Duration.ofSeconds(10), one, two);
        assertThat(one.sent() + two.sent()).isBetween(190, 203);
    }

    @Test
    void nothingLimitedGoesOutBeforeItIsKnownWhoElseIsThere() {
        Node one = new Node(0).wants(50, 10);
        run(Duration.ofSeconds(2), one);
        assertThat(one.sent).isZero();

        one.lanes.leases().nodes(2);
        run(Duration.ofSeconds(1), one);

        assertThat(one.sent).isBetween(9, 12);
    }

    @ParameterizedTest
    @CsvSource({"10, h:80, 10", "0, slow.example:443, 40"})
    void nothingLimitedGoesOutOnceItIsNotKnownAnyMore(int rate, String host, int perSecond) {
        Node one = new Node(2).wants(1_000, rate, host);
        run(Duration.ofSeconds(2), one);
        assertThat(one.sent()).isBetween(2 * perSecond - 2, 2 * perSecond + perSecond / 10 + 2);

        one.lanes.leases().nodes(0);
        run(Duration.ofSeconds(3), one);
        assertThat(one.sent()).isZero();

        one.lanes.leases().nodes(1);
        run(Duration.ofSeconds(3), one);
        assertThat(one.sent()).isBetween(3 * perSecond - 2, 3 * perSecond + perSecond / 10 + 2);
    }

    @Test
    void whatHasNoRateNeedsToKnowNobody() {
        Node one = new Node(0).wants(50, 0);

        assertThat(one.sent).isEqualTo(50);
    }

    @Test
    void theShareFollowsTheNumberOfNodes() {
        timeLines.away = true;
        Node one = new Node(2).wants(2_000, 60);
        run(Duration.ofSeconds(1), one);
        one.sent();
        run(Duration.ofSeconds(5), one);
        assertThat(one.sent()).isBetween(148, 152);

        one.lanes.leases().nodes(3);
        run(Duration.ofSeconds(1), one);
        one.sent();
        run(Duration.ofSeconds(5), one);
        assertThat(one.sent()).isBetween(98, 102);
    }

    @Test
    void leasesThatLapsedInAPauseAreNotUsedAfterIt() {
        Node one = new Node(2).wants(1_000, 40);
        Node two = new Node(2).wants(1_000, 40);
        run(Duration.ofSeconds(2), one, two);

        one.lanes.pause(ENDPOINT, Instant.ofEpochMilli(time.now(TimeUnit.MILLISECONDS) + 5_000));
        run(Duration.ofMillis(4_995), one, two);
        one.sent();
        two.sent();
        run(Duration.ofMillis(10), one, two);

        assertThat(one.sent()).isLessThanOrEqualTo(1);
        run(Duration.ofMillis(990), one, two);
        assertThat(one.sent() + two.sent()).isLessThanOrEqualTo(45);
    }

    @Test
    void whoIsLeftAloneGoesOnWithTheWholeRate() {
        Node one = new Node(2).wants(1_000, 20);
        Node two = new Node(2).wants(1_000, 20);
        run(Duration.ofSeconds(3), one, two);
        two.lifecycle.stop();
        one.sent();

        one.lanes.leases().nodes(1);
        run(Duration.ofSeconds(5), one);

        assertThat(one.sent()).isBetween(98, 103);
    }

    @Test
    void forgetsLanesAndGatesOnceTheirLeasesHaveLapsed() {
        Node one = new Node(2).wants(3, 10, HOST.host());
        run(Duration.ofSeconds(2), one);
        one.wants(1, 10, HOST.host());
        run(Duration.ofSeconds(2), one);

        assertThat(one.sent).isEqualTo(4);
        assertThat(one.lanes.gatesInUse()).isZero();
    }
}
