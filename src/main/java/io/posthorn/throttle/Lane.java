package io.posthorn.throttle;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.MonoSink;

/**
 * What waits for one endpoint, what is under way to it, and what is known of its health. It asks for one permit at a
 * time and passes its gates in their order, holding those behind it. Guarded by {@link Lanes}.
 */
final class Lane implements Limited {

    private static final Gate[] NONE = {};

    private final UUID endpointId;
    private final int mostAtOnce;
    private final Circuit circuit;
    private final Shares shares;
    private final ArrayDeque<MonoSink<Permit>> waiting = new ArrayDeque<>(4);
    private @Nullable Entry entry;
    private @Nullable Rate rate;
    private Gate[] path = NONE;
    private int passed;
    private boolean queued;
    private boolean waking;
    private int inFlight;
    private int cap;
    private boolean slow;
    private @Nullable Instant pausedUntil;

    Lane(UUID endpointId, int mostAtOnce, boolean circuitMayOpen, Shares shares) {
        this.shares = shares;
        this.circuit = new Circuit(circuitMayOpen);
        this.endpointId = endpointId;
        this.mostAtOnce = mostAtOnce;
        this.cap = mostAtOnce;
    }

    UUID endpointId() {
        return endpointId;
    }

    UUID tenantId() {
        return entry().tenantId();
    }

    Entry entry() {
        if (entry == null) {
            throw new IllegalStateException("nobody has entered the lane of " + endpointId);
        }
        return entry;
    }

    Circuit circuit() {
        return circuit;
    }

    /** Takes over what the endpoint's settings are now. */
    void adopt(Entry latest) {
        int before = entry == null ? 0 : entry.rate();
        if (latest.rate() != before) {
            rate = latest.rate() > 0 ? new Rate("endpoint " + endpointId, latest.rate(), this, shares) : null;
        }
        entry = latest;
    }

    int waiting() {
        return waiting.size();
    }

    void await(MonoSink<Permit> sink) {
        waiting.add(sink);
    }

    /** Whether it would take a permit now, its shared bounds aside. */
    boolean wants(InstantSource clock, long nanos) {
        return !queued && canUse(clock) && rateWaitNanos(nanos) == 0;
    }

    private boolean canUse(InstantSource clock) {
        boolean healthy = circuit.isOpen() ? circuit.isProbeDue(clock.instant()) : inFlight < cap;
        return healthy && pausedUntil == null && !waiting.isEmpty();
    }

    long rateWaitNanos(long nanos) {
        return rate == null ? 0 : rate.waitNanos(nanos);
    }

    boolean isLimited() {
        return rate != null;
    }

    /** A probe is one; whoever has as many under way as it may have wants none. */
    @Override
    public int demand(int most) {
        if (pausedUntil != null || waiting.isEmpty()) {
            return 0;
        }
        int room = circuit.isOpen() ? 1 : inFlight < cap ? most : 0;
        return Math.min(room, waiting.size());
    }

    void askAhead(long nanos) {
        if (rate != null) {
            rate.askAhead(nanos);
        }
    }

    /** Whether a timer must be set for its own rate; at most one is set at a time. */
    boolean needsWaking(InstantSource clock, long nanos) {
        long wait = rateWaitNanos(nanos);
        if (waking || queued || wait == 0 || wait == Rate.NEVER || !canUse(clock)) {
            return false;
        }
        waking = true;
        return true;
    }

    void woken() {
        waking = false;
    }

    /** Sets out for a permit: these are the gates on its way. */
    void ask(Gate[] gates) {
        path = gates;
        passed = 0;
    }

    @Nullable
    Gate nextGate() {
        return passed < path.length ? path[passed] : null;
    }

    void pass(long nanos) {
        path[passed++].enter(nanos);
    }

    void queueAt(Gate gate) {
        queued = true;
        gate.await(this);
    }

    /** Its turn has come at the gate it waited at; false when it has no use for a permit any more. */
    boolean resumeAsking(InstantSource clock) {
        queued = false;
        return canUse(clock);
    }

    /** Lets go of the gates behind it, of those that it needs no more. */
    Gate[] giveUp() {
        Gate[] behind = Arrays.copyOf(path, passed);
        for (Gate gate : behind) {
            gate.leave();
        }
        path = NONE;
        passed = 0;
        return behind;
    }

    /** Has passed all gates: the first in line gets the permit. */
    Gate[] depart(long nanos) {
        Gate[] gates = path;
        path = NONE;
        passed = 0;
        inFlight++;
        if (rate != null) {
            rate.take(nanos);
        }
        return gates;
    }

    MonoSink<Permit> first() {
        return waiting.remove();
    }

    void land() {
        inFlight--;
    }

    /** How an attempt ended. */
    record Ended(Report report, UUID messageId, boolean probe) {}

    /** Learns from an attempt: half as many at once after a time-out, one more after a success. */
    HealthChange note(Ended ended, InstantSource clock, RandomGenerator random) {
        return switch (ended.report()) {
            case NOT_MADE -> new HealthChange.None();
            case DELIVERED -> delivered();
            case FAILED -> failed(ended, clock.instant(), random);
            case TIMED_OUT -> {
                cap = Math.max(1, cap / 2);
                slow = cap == 1;
                yield failed(ended, clock.instant(), random);
            }
        };
    }

    /** After an outage it begins with one at a time again. */
    private HealthChange delivered() {
        boolean recovered = circuit.delivered();
        cap = recovered ? 1 : Math.min(mostAtOnce, cap + 1);
        slow = false;
        return recovered ? new HealthChange.Closed() : new HealthChange.None();
    }

    private HealthChange failed(Ended ended, Instant now, RandomGenerator random) {
        boolean opens = circuit.failed(ended.messageId(), ended.probe(), now, random);
        Instant until = circuit.openUntil();
        Instant since = circuit.failingSince();
        if (opens && until != null && since != null) {
            return new HealthChange.Opened(until, since, circuit.failuresInARow());
        }
        return since != null && circuit.isNews(now) ? new HealthChange.Failing(since) : new HealthChange.None();
    }

    /** Forgets what is known against the endpoint. */
    void heal() {
        pausedUntil = null;
        if (circuit.isOpen()) {
            delivered();
        }
    }

    /** Whether it takes nobody in, as its circuit is open and no probe is due that nobody waits to make. */
    boolean isShut(InstantSource clock) {
        return circuit.isOpen() && !(circuit.isProbeDue(clock.instant()) && waiting.isEmpty());
    }

    /** Whether its attempts share the places that slow endpoints are left with. */
    boolean isSlow() {
        return slow;
    }

    /** Pauses until then, or for longer when it was paused for longer already. */
    void pause(Instant until) {
        if (pausedUntil == null || pausedUntil.isBefore(until)) {
            pausedUntil = until;
        }
    }

    /** Ends the pause if it is over by now; else the moment at which it will be. */
    @Nullable
    Instant resume(Instant now) {
        if (pausedUntil != null && !pausedUntil.isAfter(now)) {
            pausedUntil = null;
        }
        return pausedUntil;
    }

    boolean isPausedFor(Duration length, InstantSource clock) {
        return pausedUntil != null && pausedUntil.isAfter(clock.instant().plus(length));
    }

    boolean isPaused() {
        return pausedUntil != null;
    }

    void turnAway(List<MonoSink<Permit>> into) {
        into.addAll(waiting);
        waiting.clear();
    }

    /** Whether nothing moves in it. */
    boolean isIdle() {
        return inFlight == 0 && waiting.isEmpty() && !queued && !waking && pausedUntil == null;
    }

    /** Whether nothing is known of the endpoint that a new lane would not assume. */
    boolean isForgettable(long nanos) {
        return cap == mostAtOnce && circuit.isRested() && (rate == null || rate.isRested(nanos));
    }
}
