package io.posthorn.throttle;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
    private final Map<UUID, Lane> lanes = new HashMap<>();
    private final Traffic traffic;
    private final Shares shares = new Shares();
    private final LeaseDesk leases;
    private final AtomicInteger granting = new AtomicInteger();
    private boolean closed;

    /** Lanes with these bounds; the timer ends pauses and paces what has a rate. */
    public Lanes(ThrottleProperties bounds, InstantSource clock, Scheduler timer, RandomGenerator random) {
        this.bounds = bounds;
        this.clock = clock;
        this.timer = timer;
        this.random = random;
        this.traffic = new Traffic(new Gates(bounds, shares), clock, this::nanos, new Ground());
        this.leases = new LeaseDesk(this, shares, timer);
    }

    /** Where rates are shared with other nodes. */
    public LeaseDesk leases() {
        return leases;
    }

    /** Does the work under the lock, and hands out what it granted. */
    void guarded(Runnable work) {
        synchronized (this) {
            work.run();
        }
        grant();
    }

    boolean hasWishes() {
        return shares.hasWishes();
    }

    /** Has everything look again that keeps to a rate; guarded. */
    void wakeLimited() {
        lanes.values().stream().filter(Lane::isLimited).toList().forEach(traffic::wake);
        traffic.wakeLimitedGates();
    }

    /** Has it look again; guarded. */
    void wake(Limited limited) {
        traffic.wake(limited);
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
        traffic.join(lane, sink);
        return null;
    }

    private boolean isFull(Lane lane) {
        return lane.isShut(clock)
                || lane.waiting() >= bounds.laneCapacity()
                || traffic.waitingOf(lane.tenantId()) >= bounds.applicationCapacity()
                || lane.isPausedFor(LONG_PAUSE, clock);
    }

    private Lane lane(UUID endpointId) {
        return lanes.computeIfAbsent(endpointId, id -> new Lane(id, bounds.perEndpoint(), bounds.circuit(), shares));
    }

    /** Hands out what was granted; calls from within a grant only ask the running one for another round. */
    private void grant() {
        if (granting.getAndIncrement() != 0) {
            return;
        }
        int round = 1;
        do {
            for (Traffic.Grant next = nextGrant(); next != null; next = nextGrant()) {
                next.sink().success(next.permit());
            }
            round = granting.addAndGet(-round);
        } while (round != 0);
        leases.tell();
    }

    private synchronized Traffic.@Nullable Grant nextGrant() {
        return traffic.nextGrant();
    }

    void giveBack(Lane lane, Gate[] held, boolean probe) {
        synchronized (this) {
            traffic.land(lane, held, probe);
        }
        grant();
    }

    /** What an attempt tells about its endpoint. */
    HealthChange note(Lane lane, boolean probe, Report report, UUID messageId) {
        List<MonoSink<Permit>> turnedAway = List.of();
        HealthChange change;
        synchronized (this) {
            change = lane.note(new Lane.Ended(report, messageId, probe), clock, random);
            if (change instanceof HealthChange.Opened) {
                turnedAway = new ArrayList<>();
                traffic.turnAway(lane, turnedAway);
            }
        }
        turnedAway.forEach(sink -> sink.error(new LaneFullException(lane.endpointId(), 0)));
        return change;
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
            if (lane.isPausedFor(LONG_PAUSE, clock) && lane.waiting() > 0) {
                traffic.turnAway(lane, turnedAway);
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
                traffic.advance(lane);
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
            lane.heal();
            traffic.advance(lane);
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
        if (lane.isPaused() || lane.isShut(clock)) {
            return 0;
        }
        return lane.circuit().isOpen() ? 1 : Math.max(0, half - lane.waiting());
    }

    /** Attempts under way. */
    public synchronized int inFlight() {
        return traffic.inFlight();
    }

    /** Deliveries that wait for a permit. */
    public synchronized int waiting() {
        return traffic.waiting();
    }

    /** Lanes in memory. */
    public synchronized int size() {
        return lanes.size();
    }

    /** Hosts and tenants that something is under way to, or waits for. */
    synchronized int gatesInUse() {
        return traffic.gatesInUse();
    }

    /** Turns away all that waits and all that comes; permits that are out come back as usual. */
    public void close() {
        List<MonoSink<Permit>> turnedAway = new ArrayList<>();
        synchronized (this) {
            closed = true;
            for (Lane lane : lanes.values()) {
                if (lane.waiting() > 0) {
                    traffic.turnAway(lane, turnedAway);
                }
            }
        }
        turnedAway.forEach(sink -> sink.error(new LanesClosedException()));
    }

    private long nanos() {
        return timer.now(TimeUnit.NANOSECONDS);
    }

    /** What traffic stands on. */
    private final class Ground implements Traffic.Surroundings {

        @Override
        public void wakeIn(long nanos, Runnable work) {
            timer.schedule(() -> guarded(work), Math.max(1, nanos), TimeUnit.NANOSECONDS);
        }

        @Override
        public Permit permit(Lane lane, Gate[] gates, boolean probe) {
            return new Permit(Lanes.this, lane, gates, probe);
        }

        @Override
        public void resting(Lane lane) {
            evict(lane);
        }
    }
}
