package io.posthorn.crash;

import io.posthorn.crash.Fleet.Node;
import io.posthorn.kafka.BrokerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does one random fault after another to a fleet, each begun while earlier ones may still last. */
final class Mischief implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Mischief.class);
    private static final Duration BEYOND_LIFE = Fleet.TIME_TO_LIVE.plusSeconds(3);
    private static final int MOST_AWAY = 2;

    private final Fleet fleet;
    private final Random random;
    private final @Nullable BrokerProcess broker;
    private final List<Fault> faults;
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
    private final Set<Node> away = ConcurrentHashMap.newKeySet();
    private final List<Deed> deeds = new CopyOnWriteArrayList<>();
    private final List<RuntimeException> failures = new CopyOnWriteArrayList<>();

    Mischief(Fleet fleet, Random random, @Nullable BrokerProcess broker) {
        this.fleet = fleet;
        this.random = random;
        this.broker = broker;
        this.faults = Arrays.stream(Fault.values())
                .filter(fault -> fault != Fault.BROKER_KILL || broker != null)
                .toList();
    }

    /**
     * A fault that was done.
     *
     * @param at when, by {@link System#nanoTime()}
     * @param end the moment by which repetitions because of it are known; 0 where it causes none
     */
    record Deed(Fault fault, String node, long at, long end) {}

    List<Deed> deeds() {
        return List.copyOf(deeds);
    }

    /** Does faults until so many processes were killed, or the time is over. */
    void untilKilled(int kills, Duration atMost) {
        long begun = System.nanoTime();
        int killed = 0;
        // Each kind once, then as the dice fall.
        List<Fault> first = new ArrayList<>(faults);
        Collections.shuffle(first, random);
        while ((killed < kills || !first.isEmpty()) && System.nanoTime() - begun < atMost.toNanos()) {
            pause(random.nextInt(200, 2200));
            Fault fault = first.isEmpty() ? Fault.of(random.nextInt(Fault.weightOf(faults))) : first.getFirst();
            if (commit(fault)) {
                first.remove(fault);
                killed += fault.kills();
            }
            failures.stream().findFirst().ifPresent(failure -> {
                throw failure;
            });
        }
    }

    private boolean commit(Fault fault) {
        supervise();
        List<Node> here = new ArrayList<>(fleet.nodes());
        here.removeAll(away);
        if (here.isEmpty() || (takesANodeAway(fault) && away.size() >= MOST_AWAY)) {
            return false;
        }
        // Those that work before those that still start.
        List<Node> well =
                here.stream().filter(node -> node.process().isHealthy()).toList();
        List<Node> choice = well.isEmpty() ? here : well;
        Node node = choice.get(random.nextInt(choice.size()));
        long at = System.nanoTime();
        log.info("{} of {}", fault, node.name());
        long end =
                switch (fault) {
                    case KILL -> kill(node, true);
                    case KILL_AT_START -> kill(node, false);
                    case STOP -> stop(node);
                    case FREEZE -> freeze(node);
                    case CUT_OFF -> cutOff(node);
                    case RESET -> done(() -> node.link().reset());
                    case DELAY -> delay(node);
                    case DATABASE_CRASH -> crashDatabase();
                    case SESSIONS_ENDED -> done(() -> fleet.server().endSessions());
                    case DATABASE_FREEZE -> freezeDatabase();
                    case BROKER_KILL -> killBroker();
                };
        deeds.add(new Deed(fault, node.name(), at, end));
        return true;
    }

    /** As whatever runs the nodes does: one that gave up its start while the database was away is started again. */
    private void supervise() {
        fleet.nodes().stream()
                .filter(node -> !away.contains(node) && !node.process().isAlive())
                .forEach(node -> node.process().launch());
    }

    private static boolean takesANodeAway(Fault fault) {
        return fault == Fault.FREEZE || fault == Fault.CUT_OFF;
    }

    private static long done(Runnable deed) {
        deed.run();
        return 0;
    }

    private long kill(Node node, boolean atWork) {
        if (!node.process().isAlive()) {
            node.process().launch();
        }
        if (atWork) {
            awaitHealth(node);
        } else {
            fleet.kill(node);
            node.process().launch();
            pause(random.nextInt(500, 4000));
        }
        long end = fleet.kill(node).at();
        node.process().launch();
        return end;
    }

    private long stop(Node node) {
        awaitHealth(node);
        if (!fleet.stop(node)) {
            failures.add(new IllegalStateException(node.name() + " did not stop in the orderly way"));
        }
        node.process().launch();
        return 0;
    }

    private long freeze(Node node) {
        awaitHealth(node);
        away.add(node);
        long end = fleet.freeze(node).at();
        in(BEYOND_LIFE, () -> {
            fleet.thaw(node);
            away.remove(node);
        });
        return end;
    }

    /** What it is doing may be repeated by others from the moment they take over; until then it goes on. */
    private long cutOff(Node node) {
        awaitHealth(node);
        away.add(node);
        long from = System.nanoTime();
        node.link().swallow(true);
        long until = from + Fleet.TIME_TO_LIVE.toNanos();
        in(BEYOND_LIFE, () -> {
            fleet.lost(from, until);
            node.link().heal();
            away.remove(node);
        });
        return until;
    }

    private long delay(Node node) {
        node.link().delay(Duration.ofMillis(100));
        in(Duration.ofSeconds(5), () -> node.link().delay(Duration.ZERO));
        return 0;
    }

    private long crashDatabase() {
        fleet.server().stopImmediately();
        pause(random.nextInt(100, 4000));
        fleet.server().restart();
        return 0;
    }

    private long freezeDatabase() {
        fleet.server().suspend();
        pause(random.nextInt(1000, 5000));
        fleet.server().resume();
        return 0;
    }

    /** What it had confirmed is in its files; nothing is repeated for it. */
    private long killBroker() {
        BrokerProcess victim = Objects.requireNonNull(broker);
        victim.kill9();
        pause(random.nextInt(100, 4000));
        victim.launch();
        return 0;
    }

    private void in(Duration time, Runnable deed) {
        later.schedule(
                () -> {
                    try {
                        deed.run();
                    } catch (RuntimeException e) {
                        failures.add(e);
                    }
                },
                time.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Lets everything heal and every node run. */
    void end() {
        Awaitility.await("the end of all faults").atMost(Duration.ofSeconds(60)).until(away::isEmpty);
        fleet.nodes().forEach(node -> node.link().heal());
        fleet.nodes().forEach(this::awaitHealth);
    }

    private void awaitHealth(Node node) {
        Awaitility.await("health of " + node.name())
                .atMost(Duration.ofMinutes(4))
                .until(() -> {
                    supervise();
                    return node.process().isHealthy();
                });
    }

    private static void pause(int millis) {
        Awaitility.await().pollDelay(Duration.ofMillis(millis)).until(() -> true);
    }

    @Override
    public void close() {
        later.shutdownNow();
    }
}
