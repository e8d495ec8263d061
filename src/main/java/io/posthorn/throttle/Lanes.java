package io.posthorn.throttle;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;

/**
 * One lane per endpoint, and the gates that lanes share: host, tenant, process. Wherever something is scarce tenants
 * take turns, and inside a tenant its endpoints, one permit each: a million that wait delay another's first by one
 * turn. What cannot go on for long is turned away, to be held in the database.
 */
public final class Lanes {

    private static final Duration LONG_PAUSE = Duration.ofSeconds(30);
    private static final int REMEMBERED = 100_000;

    private final ThrottleProperties bounds;
    private final InstantSource clock;
    private final Scheduler timer;
    private final RandomGenerator random;
    private final Gates gates;
    private final Map<UUID, Lane> lanes = new HashMap<>();
    private final Map<UUID, Integer> waitingByTenant = new HashMap<>();
    private final ArrayDeque<Grant> grants = new ArrayDeque<>();
    private final ArrayDeque<Gate> freed = new ArrayDeque<>();
    private final AtomicInteger granting = new AtomicInteger();
    private int inFlight;
    private int waiting;
    private boolean closed;

    /** Lanes with these bounds; the timer ends pauses and paces what has a rate. */
    public Lanes(ThrottleProperties bounds, InstantSource clock, Scheduler timer, RandomGenerator random) {
        this.bounds = bounds;
        this.clock = clock;
        this.timer = timer;
        this.random = random;
        this.gates = new Gates(bounds);
    }

    /**
     * Waits in the endpoint's lane for a permit.
     *
     * @return errors with {@link LaneFullException} when the lane has no room or is not to be used now, and with
     *     {@link LanesClosedException} when this node stops before its turn
     */
    public Mono<Permit> enter(Entry entry) {
        Mono<Permit> turn = Mono.create(sink -> {
            RuntimeException refusal = join(entry, sink);
            if (refusal != null) {
                sink.error(refusal);
            } else {
                grant();
            }
        });
        // Whoever stopped waiting is still in line; the permit it is then handed comes straight back.
        return turn.doOnDiscard(Permit.class, Permit::release);
    }

    private synchronized @Nullable RuntimeException join(Entry entry, MonoSink<Permit> sink) {
        if (closed) {
            return new LanesClosedException();
        }
        Lane lane = lane(entry.endpointId());
        lane.adopt(entry);
        if (isFull(lane)) {
            evict(lane);
            return new LaneFullException(entry.endpointId(), lane.waiting());
        }
        lane.await(sink);
        waiting++;
        waitingByTenant.merge(entry.tenantId(), 1, Integer::sum);
        advance(lane);
        return null;
    }

    private Lane lane(UUID endpointId) {
        return lanes.computeIfAbsent(endpointId, id -> new Lane(id, bounds.perEndpoint(), bounds.circuit()));
    }

    private boolean isFull(Lane lane) {
        Instant now = clock.instant();
        boolean shut = lane.circuit().isOpen() && !(lane.circuit().isProbeDue(now) && lane.waiting() == 0);
        return shut
                || lane.waiting() >= bounds.laneCapacity()
                || waitingByTenant.getOrDefault(lane.tenantId(), 0) >= bounds.applicationCapacity()
                || lane.isPausedBeyond(now.plus(LONG_PAUSE));
    }

    /** Brings a lane as far as it comes: to permits for all that it may have at once, or to a gate that is shut. */
    private void advance(Lane lane) {
        while (lane.wants(clock.instant(), nanos())) {
            lane.ask(gates.path(lane));
            if (!passGates(lane)) {
                return;
            }
        }
        if (lane.needsWaking(clock.instant(), nanos())) {
            wakeIn(lane.paceWaitNanos(nanos()), () -> {
                lane.woken();
                advance(lane);
                evict(lane);
            });
        }
    }

    private boolean passGates(Lane lane) {
        long now = nanos();
        for (Gate gate = lane.nextGate(); gate != null; gate = lane.nextGate()) {
            if (!gate.isOpen(now)) {
                lane.queueAt(gate);
                setAlarm(gate);
                return false;
            }
            lane.pass(now);
        }
        depart(lane);
        return true;
    }

    private void depart(Lane lane) {
        boolean probe = lane.circuit().isOpen();
        if (probe) {
            lane.circuit().beginProbe();
        }
        Permit permit = new Permit(this, lane, lane.depart(nanos()), probe);
        inFlight++;
        left(lane, 1);
        grants.add(new Grant(lane.first(), permit));
    }

    private void left(Lane lane, int count) {
        waiting -= count;
        waitingByTenant.computeIfPresent(lane.tenantId(), (_, before) -> before == count ? null : before - count);
    }

    /** Lets those through who waited at gates that have room again. */
    private void drainFreed() {
        for (Gate gate = freed.poll(); gate != null; gate = freed.poll()) {
            for (Lane lane = gate.next(nanos()); lane != null; lane = gate.next(nanos())) {
                goOn(lane);
            }
            setAlarm(gate);
            gates.evict(gate, nanos());
        }
    }

    private void goOn(Lane lane) {
        if (!lane.resumeAsking(clock.instant())) {
            freed.addAll(List.of(lane.giveUp()));
            evict(lane);
            return;
        }
        lane.pass(nanos());
        if (passGates(lane)) {
            advance(lane);
        }
    }

    private void setAlarm(Gate gate) {
        if (gate.needsWaking(nanos())) {
            wakeIn(gate.waitNanos(nanos()), () -> {
                gate.woken();
                freed.add(gate);
                drainFreed();
            });
        }
    }

    private void wakeIn(long nanos, Runnable work) {
        timer.schedule(
                () -> {
                    synchronized (this) {
                        work.run();
                    }
                    grant();
                },
                Math.max(1, nanos),
                TimeUnit.NANOSECONDS);
    }

    /** Hands out what was granted; calls from within a grant only ask the running one for another round. */
    private void grant() {
        if (granting.getAndIncrement() != 0) {
            return;
        }
        int round = 1;
        do {
            for (Grant next = nextGrant(); next != null; next = nextGrant()) {
                next.sink().success(next.permit());
            }
            round = granting.addAndGet(-round);
        } while (round != 0);
    }

    private synchronized @Nullable Grant nextGrant() {
        return grants.poll();
    }

    void giveBack(Lane lane, Gate[] held, boolean probe) {
        synchronized (this) {
            inFlight--;
            lane.land();
            if (probe) {
                lane.circuit().abandonProbe();
            }
            for (Gate gate : held) {
                gate.leave();
                freed.add(gate);
            }
            drainFreed();
            advance(lane);
            evict(lane);
        }
        grant();
    }

    /** What an attempt tells about its endpoint. */
    HealthChange note(Lane lane, boolean probe, Report report, UUID messageId) {
        List<MonoSink<Permit>> turnedAway = new ArrayList<>();
        HealthChange change;
        synchronized (this) {
            change = change(lane, probe, report, messageId);
            if (change instanceof HealthChange.Opened) {
                turnAway(lane, turnedAway);
            }
        }
        turnedAway.forEach(sink -> sink.error(new LaneFullException(lane.endpointId(), 0)));
        return change;
    }

    private HealthChange change(Lane lane, boolean probe, Report report, UUID messageId) {
        return switch (report) {
            case NOT_MADE -> new HealthChange.None();
            case DELIVERED -> delivered(lane);
            case FAILED -> failed(lane, probe, messageId);
            case TIMED_OUT -> {
                lane.timedOut();
                yield failed(lane, probe, messageId);
            }
        };
    }

    private static HealthChange delivered(Lane lane) {
        boolean recovered = lane.circuit().delivered();
        lane.delivered(recovered);
        return recovered ? new HealthChange.Closed() : new HealthChange.None();
    }

    private HealthChange failed(Lane lane, boolean probe, UUID messageId) {
        Circuit circuit = lane.circuit();
        boolean opens = circuit.failed(messageId, probe, clock.instant(), random);
        Instant until = circuit.openUntil();
        Instant since = circuit.failingSince();
        if (opens && until != null && since != null) {
            return new HealthChange.Opened(until, since, circuit.failuresInARow());
        }
        return since != null && circuit.isNews(clock.instant())
                ? new HealthChange.Failing(since)
                : new HealthChange.None();
    }

    private void turnAway(Lane lane, List<MonoSink<Permit>> into) {
        int before = into.size();
        lane.turnAway(into);
        left(lane, into.size() - before);
    }

    /** Keeps in mind what is known of an endpoint that is not well, and forgets all others. */
    private void evict(Lane lane) {
        if (lane.isIdle() && (lane.isForgettable(nanos()) || lanes.size() > REMEMBERED)) {
            lanes.remove(lane.endpointId(), lane);
        }
    }

    /**
     * Gives the endpoint no permit before the moment; what is under way goes on. When that is long, what waits is turned
     * away as from a full lane: a wait of hours is not for memory.
     */
    public void pause(UUID endpointId, Instant until) {
        List<MonoSink<Permit>> turnedAway = new ArrayList<>();
        synchronized (this) {
            Lane lane = lane(endpointId);
            lane.pause(until);
            if (lane.isPausedBeyond(clock.instant().plus(LONG_PAUSE)) && lane.waiting() > 0) {
                turnAway(lane, turnedAway);
            }
        }
        scheduleResume(endpointId, until);
        turnedAway.forEach(sink -> sink.error(new LaneFullException(endpointId, 0)));
    }

    private void scheduleResume(UUID endpointId, Instant until) {
        long millis = Math.max(1, Duration.between(clock.instant(), until).toMillis());
        timer.schedule(() -> resume(endpointId), millis, TimeUnit.MILLISECONDS);
    }

    private void resume(UUID endpointId) {
        Instant early = null;
        synchronized (this) {
            Lane lane = lanes.get(endpointId);
            if (lane != null) {
                // The timer's clock and the wall clock may differ by a little: then once more for the rest.
                early = lane.resume(clock.instant());
                advance(lane);
                evict(lane);
            }
        }
        if (early != null) {
            scheduleResume(endpointId, early);
        }
        grant();
    }

    /** The endpoint is back, as another node has found: what is known against it here is forgotten. */
    public void heal(UUID endpointId) {
        synchronized (this) {
            Lane lane = lanes.get(endpointId);
            if (lane == null) {
                return;
            }
            lane.unpause();
            if (lane.circuit().isOpen()) {
                lane.delivered(lane.circuit().delivered());
            }
            advance(lane);
            evict(lane);
        }
        grant();
    }

    /**
     * How many more may enter the endpoint's lane without filling more than half of it; 0 while it is paused, and one at
     * a time while it is being probed.
     */
    public synchronized int room(UUID endpointId) {
        Lane lane = lanes.get(endpointId);
        int half = Math.max(1, bounds.laneCapacity() / 2);
        if (lane == null) {
            return half;
        }
        if (lane.circuit().isOpen()) {
            return lane.circuit().isProbeDue(clock.instant()) && lane.waiting() == 0 && !lane.isPaused() ? 1 : 0;
        }
        return lane.isPaused() ? 0 : Math.max(0, half - lane.waiting());
    }

    /** Attempts under way. */
    public synchronized int inFlight() {
        return inFlight;
    }

    /** Deliveries that wait for a permit. */
    public synchronized int waiting() {
        return waiting;
    }

    /** Lanes in memory. */
    public synchronized int size() {
        return lanes.size();
    }

    /** Hosts and tenants that something is under way to, or waits for. */
    synchronized int gatesInUse() {
        return gates.inUse(nanos());
    }

    /** Turns away all that waits and all that comes; permits that are out come back as usual. */
    public void close() {
        List<MonoSink<Permit>> turnedAway = new ArrayList<>();
        synchronized (this) {
            closed = true;
            for (Lane lane : lanes.values()) {
                lane.turnAway(turnedAway);
            }
            waiting = 0;
            waitingByTenant.clear();
        }
        turnedAway.forEach(sink -> sink.error(new LanesClosedException()));
    }

    private long nanos() {
        return timer.now(TimeUnit.NANOSECONDS);
    }

    private record Grant(MonoSink<Permit> sink, Permit permit) {}
}
