package io.posthorn.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** What endpoints share: hosts, tenants, the process, and the time. */
class SharedBoundsTests {

    private static final UUID ALICE = new UUID(1, 0);
    private static final UUID BOB = new UUID(2, 0);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final List<String> granted = new ArrayList<>();
    private final ArrayDeque<Permit> permits = new ArrayDeque<>();

    private Lanes lanes(int perHost, int hostRate, int perApplication, int overall, ThrottleProperties.Host... hosts) {
        return new Lanes(
                new ThrottleProperties(
                        16, perHost, hostRate, perApplication, overall, 1_000_000, 1_000_000, true, List.of(hosts)),
                () -> Instant.ofEpochMilli(time.now(TimeUnit.MILLISECONDS)),
                time,
                new Random(1));
    }

    private void enter(Lanes lanes, String name, UUID endpoint, UUID tenant, String host, int rate) {
        lanes.enter(new Entry(endpoint, tenant, host, rate)).subscribe(permit -> {
            granted.add(name);
            permits.add(permit);
        });
    }

    private static UUID endpoint(int number) {
        return new UUID(7, number);
    }

    @Test
    void letsNoMoreIntoAHostThanItsBoundWhoeverAsks() {
        Lanes lanes = lanes(3, 0, 100, 100);
        IntStream.range(0, 5).forEach(i -> enter(lanes, "h" + i, endpoint(i), new UUID(3, i), "h:80", 0));
        enter(lanes, "other", endpoint(9), ALICE, "other:80", 0);

        assertThat(granted).containsExactly("h0", "h1", "h2", "other");
        permits.remove().release();
        assertThat(granted).endsWith("h3");
    }

    @Test
    void sharesAHostBetweenItsTenants() {
        Lanes lanes = lanes(1, 0, 100, 100);
        IntStream.range(0, 50).forEach(i -> enter(lanes, "alice", endpoint(i % 5), ALICE, "h:80", 0));
        IntStream.range(0, 3).forEach(i -> enter(lanes, "bob", endpoint(100), BOB, "h:80", 0));

        IntStream.range(0, 8).forEach(i -> permits.remove().release());

        assertThat(granted.subList(0, 7)).filteredOn("bob"::equals).hasSize(3);
    }

    @Test
    void aMillionThatWaitDelayAnotherTenantsOneByOneTurn() {
        Lanes lanes = lanes(1_000, 0, 100, 8);
        IntStream.range(0, 1_000_000).forEach(i -> enter(lanes, "many", endpoint(i % 100), ALICE, "h:80", 0));
        enter(lanes, "one", endpoint(1_000), BOB, "i:80", 0);

        IntStream.range(0, 2).forEach(i -> permits.remove().release());

        assertThat(granted).hasSize(10).contains("one");
    }

    @Test
    void whoGivesUpItsTurnLetsThoseBehindItGoOn() {
        Lanes lanes = lanes(1, 0, 100, 1);
        enter(lanes, "first", endpoint(9), ALICE, "other:80", 0);
        enter(lanes, "paused", endpoint(1), ALICE, "h:80", 0);
        enter(lanes, "behind", endpoint(2), BOB, "h:80", 0);
        lanes.pause(endpoint(1), Instant.ofEpochMilli(10_000));

        permits.remove().release();

        assertThat(granted).containsExactly("first", "behind");
        permits.remove().release();
        time.advanceTimeBy(Duration.ofSeconds(10));
        assertThat(granted).containsExactly("first", "behind", "paused");
    }

    @Test
    void holdsATenantToItsShareOfTheMemory() {
        Lanes lanes = new Lanes(
                new ThrottleProperties(1, 100, 0, 100, 100, 100, 5, true, List.of()),
                () -> Instant.ofEpochMilli(time.now(TimeUnit.MILLISECONDS)),
                time,
                new Random(1));
        IntStream.range(0, 7).forEach(i -> enter(lanes, "alice", endpoint(i % 2), ALICE, "h:80", 0));
        assertThat(lanes.waiting()).isEqualTo(5);

        StepVerifier.create(lanes.enter(new Entry(endpoint(3), ALICE, "h:80", 0)))
                .verifyError(LaneFullException.class);
        enter(lanes, "bob", endpoint(4), BOB, "h:80", 0);
        assertThat(granted).containsExactly("alice", "alice", "bob");
        permits.remove().release();
        enter(lanes, "alice again", endpoint(3), ALICE, "h:80", 0);
        assertThat(granted).endsWith("alice again");
    }

    @Test
    void holdsATenantToItsShareOfTheProcess() {
        Lanes lanes = lanes(1_000, 0, 4, 8);
        IntStream.range(0, 20).forEach(i -> enter(lanes, "alice", endpoint(i), ALICE, "h" + i + ":80", 0));

        assertThat(granted).hasSize(4);
        enter(lanes, "bob", endpoint(50), BOB, "i:80", 0);
        assertThat(granted).hasSize(5).endsWith("bob");
    }

    @Test
    void keepsAnEndpointsRateOverEverySecond() {
        Lanes lanes = lanes(1_000, 0, 1_000, 1_000);
        assertPaced(50, () -> IntStream.range(0, 300).forEach(i -> enter(lanes, "e", endpoint(1), ALICE, "h:80", 50)));
    }

    @Test
    void keepsAHostsRateOverItsEndpoints() {
        Lanes lanes = lanes(1_000, 0, 1_000, 1_000, new ThrottleProperties.Host("slow.example:443", 20, 10));
        assertPaced(20, () -> IntStream.range(0, 120)
                .forEach(i -> enter(lanes, "h", endpoint(i % 6), new UUID(4, i % 3), "slow.example:443", 0)));
        assertThat(lanes.size()).isZero();
    }

    @Test
    void keepsARateAlthoughNobodyWaitsInBetween() {
        Lanes lanes = lanes(1_000, 0, 1_000, 1_000, new ThrottleProperties.Host("slow.example:443", 20, 10));

        assertThat(oneByOne(lanes, "h:80", 10)).isBetween(29, 31);
        assertThat(oneByOne(lanes, "slow.example:443", 0)).isBetween(58, 64);
    }

    /** How many go in 3 seconds when each comes as soon as the one before it has ended. */
    private int oneByOne(Lanes lanes, String host, int rate) {
        granted.clear();
        for (int step = 0; step < 300; step++) {
            while (!permits.isEmpty()) {
                permits.remove().release();
            }
            if (lanes.waiting() == 0) {
                enter(lanes, "one", endpoint(1), ALICE, host, rate);
            }
            time.advanceTimeBy(Duration.ofMillis(10));
        }
        int sent = granted.size();
        drain();
        return sent;
    }

    /** Permits come back after 10 ms. */
    private void assertPaced(int perSecond, Runnable entries) {
        entries.run();
        List<Integer> counts = new ArrayList<>();
        int before = 0;
        for (int second = 0; second < 5; second++) {
            for (int step = 0; step < 100; step++) {
                while (!permits.isEmpty()) {
                    permits.remove().release();
                }
                time.advanceTimeBy(Duration.ofMillis(10));
            }
            counts.add(granted.size() - before);
            before = granted.size();
        }
        assertThat(counts)
                .allSatisfy(count -> assertThat(count).isBetween(perSecond - 2, perSecond + perSecond / 10 + 1));
        drain();
    }

    private void drain() {
        for (int step = 0; step < 1_000; step++) {
            while (!permits.isEmpty()) {
                permits.remove().release();
            }
            time.advanceTimeBy(Duration.ofMillis(10));
        }
    }

    @Test
    void leavesAQuarterOfThePlacesToAllSlowEndpointsTogether() {
        Lanes lanes = lanes(1_000, 0, 1_000, 16);
        for (int slow = 0; slow < 20; slow++) {
            enter(lanes, "s", endpoint(slow), new UUID(5, slow), "s:80", 0);
            while (!permits.isEmpty()) {
                Permit permit = permits.remove();
                for (int i = 0; i < 4; i++) {
                    permit.report(Report.TIMED_OUT, new UUID(6, 0));
                }
                permit.release();
            }
        }
        granted.clear();
        IntStream.range(0, 20).forEach(i -> enter(lanes, "slow", endpoint(i), new UUID(5, i), "s:80", 0));

        assertThat(granted).hasSize(4);
        assertThat(lanes.inFlight()).isEqualTo(4);
        IntStream.range(0, 4).forEach(_ -> end(Report.DELIVERED, new UUID(6, 0)));
        granted.clear();
        IntStream.range(0, 4).forEach(i -> enter(lanes, "well", endpoint(i), new UUID(5, i), "s:80", 0));
        assertThat(granted).as("those that were delivered to are slow no more").hasSize(4);
    }

    @Test
    void shrinksToOneProbeAndGrowsBack() {
        Lanes lanes = lanes(1_000, 0, 1_000, 1_000);
        IntStream.range(0, 100).forEach(i -> enter(lanes, "e", endpoint(1), ALICE, "h:80", 0));
        assertThat(permits).hasSize(16);
        UUID message = new UUID(8, 8);
        IntStream.range(0, 16).forEach(i -> end(Report.TIMED_OUT, message));
        assertThat(lanes.inFlight()).isOne();

        Map<Integer, Integer> atOnce = new HashMap<>();
        for (int i = 0; i < 20; i++) {
            end(Report.DELIVERED, message);
            atOnce.put(i, lanes.inFlight());
        }
        assertThat(atOnce).containsEntry(0, 2).containsEntry(5, 7).containsEntry(19, 16);
    }

    private void end(Report report, UUID message) {
        Permit permit = permits.remove();
        permit.report(report, message);
        permit.release();
    }

    @Test
    void losesNoPlaceHoweverLanesComeAndGo() {
        Random random = new Random(42);
        Lanes lanes = lanes(5, 0, 7, 12);
        List<reactor.core.Disposable> entered = new ArrayList<>();
        for (int step = 0; step < 50_000; step++) {
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3 ->
                    entered.add(lanes.enter(new Entry(
                                    endpoint(random.nextInt(30)),
                                    new UUID(3, random.nextInt(4)),
                                    "h" + random.nextInt(3) + ":80",
                                    random.nextInt(3) == 0 ? 100 : 0))
                            .subscribe(permits::add, _ -> {}));
                case 4 -> {
                    if (!entered.isEmpty()) {
                        entered.remove(random.nextInt(entered.size())).dispose();
                    }
                }
                case 5 -> time.advanceTimeBy(Duration.ofMillis(random.nextInt(50)));
                case 6 ->
                    lanes.pause(
                            endpoint(random.nextInt(30)),
                            Instant.ofEpochMilli(time.now(TimeUnit.MILLISECONDS) + random.nextInt(60_000)));
                default -> {
                    if (!permits.isEmpty()) {
                        Permit permit = permits.remove();
                        permit.report(Report.values()[random.nextInt(4)], new UUID(4, random.nextInt(100)));
                        permit.release();
                    }
                }
            }
            assertThat(lanes.inFlight()).isLessThanOrEqualTo(12);
        }
        for (int round = 0; round < 3_000 && lanes.waiting() + lanes.inFlight() > 0; round++) {
            while (!permits.isEmpty()) {
                Permit permit = permits.remove();
                permit.report(Report.DELIVERED, new UUID(4, 1));
                permit.release();
            }
            time.advanceTimeBy(Duration.ofSeconds(1));
        }
        assertThat(lanes.waiting()).isZero();
        assertThat(lanes.inFlight()).isZero();
        assertThat(lanes.gatesInUse()).isZero();
    }
}
