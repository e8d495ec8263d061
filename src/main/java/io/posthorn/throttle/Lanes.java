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
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;

/**
 * One lane per endpoint, each bounded in what is under way and what waits, and one bound over all. Lanes with work
 * take turns, one permit each, so a lane with a thousand waiting delays another's first by one turn.
 */
public final class Lanes {

    private static final Duration LONG_PAUSE = Duration.ofSeconds(30);

    private final ThrottleProperties bounds;
    private final InstantSource clock;
    private final Scheduler timer;
    private final Map<UUID, Lane> lanes = new HashMap<>();
    private final ArrayDeque<Lane> line = new ArrayDeque<>();
    private final AtomicInteger granting = new AtomicInteger();
    private int inFlight;
    private int waiting;
    private boolean closed;

    /** Lanes with these bounds; the timer ends pauses. */
    public Lanes(ThrottleProperties bounds, InstantSource clock, Scheduler timer) {
        this.bounds = bounds;
        this.clock = clock;
        this.timer = timer;
    }

    /**
     * Waits in the endpoint's lane for a permit.
     *
     * @return errors with {@link LaneFullException} when the lane has no room, and with {@link LanesClosedException}
     *     when this node stops before its turn
     */
    public Mono<Permit> enter(UUID endpointId) {
        Mono<Permit> turn = Mono.create(sink -> {
            RuntimeException refusal = join(endpointId, sink);
            if (refusal != null) {
                sink.error(refusal);
            } else {
                grant();
            }
        });
        // Whoever stopped waiting is still in line; the permit it is then handed comes straight back.
        return turn.doOnDiscard(Permit.class, Permit::release);
    }

    private synchronized @Nullable RuntimeException join(UUID endpointId, MonoSink<Permit> sink) {
        if (closed) {
            return new LanesClosedException();
        }
        Lane lane = lanes.computeIfAbsent(endpointId, Lane::new);
        if (lane.waiting() >= bounds.laneCapacity() || isLong(lane)) {
            return new LaneFullException(endpointId, lane.waiting());
        }
        lane.await(sink);
        waiting++;
        enqueue(lane);
        return null;
    }

    private void enqueue(Lane lane) {
        if (lane.mayQueue(bounds.perEndpoint())) {
            lane.queue();
            line.add(lane);
        }
    }

    /** Hands out what can be handed out; calls from within a grant only ask the running one for another round. */
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
        while (inFlight < bounds.overall()) {
            Lane lane = line.poll();
            if (lane == null) {
                return null;
            }
            lane.dequeue();
            MonoSink<Permit> sink = lane.next(bounds.perEndpoint());
            if (sink != null) {
                inFlight++;
                waiting--;
                enqueue(lane);
                return new Grant(sink, new Permit(() -> giveBack(lane)));
            }
        }
        return null;
    }

    private void giveBack(Lane lane) {
        synchronized (this) {
            inFlight--;
            lane.land();
            enqueue(lane);
            evict(lane);
        }
        grant();
    }

    private void evict(Lane lane) {
        if (lane.isIdle()) {
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
            Lane lane = lanes.computeIfAbsent(endpointId, Lane::new);
            lane.pause(until);
            if (isLong(lane)) {
                lane.turnAway(turnedAway);
                waiting -= turnedAway.size();
            }
        }
        scheduleResume(endpointId, until);
        turnedAway.forEach(sink -> sink.error(new LaneFullException(endpointId, 0)));
    }

    private boolean isLong(Lane lane) {
        return lane.isPausedBeyond(clock.instant().plus(LONG_PAUSE));
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
                enqueue(lane);
                evict(lane);
            }
        }
        if (early != null) {
            scheduleResume(endpointId, early);
        }
        grant();
    }

    /** How many more may enter the endpoint's lane without filling more than half of it; 0 while it is paused. */
    public synchronized int room(UUID endpointId) {
        Lane lane = lanes.get(endpointId);
        int half = Math.max(1, bounds.laneCapacity() / 2);
        if (lane == null) {
            return half;
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

    /** Turns away all that waits and all that comes; permits that are out come back as usual. */
    public void close() {
        List<MonoSink<Permit>> turnedAway = new ArrayList<>();
        synchronized (this) {
            closed = true;
            line.clear();
            for (Lane lane : lanes.values()) {
                lane.turnAway(turnedAway);
            }
            waiting = 0;
        }
        turnedAway.forEach(sink -> sink.error(new LanesClosedException()));
    }

    private record Grant(MonoSink<Permit> sink, Permit permit) {}
}
