package io.posthorn.throttle;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.MonoSink;

/**
 * Moves lanes through their gates: whoever finds one shut waits there, and goes on when its turn has come. What is
 * granted is collected, to be handed out without the lock. Guarded by {@link Lanes}.
 */
final class Traffic {

    private final Gates gates;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Surroundings around;
    private final Map<UUID, Integer> waitingByTenant = new HashMap<>();
    private final ArrayDeque<Grant> grants = new ArrayDeque<>();
    private final ArrayDeque<Gate> freed = new ArrayDeque<>();
    private int inFlight;
    private int waiting;

    Traffic(Gates gates, InstantSource clock, LongSupplier nanos, Surroundings around) {
        this.gates = gates;
        this.clock = clock;
        this.nanos = nanos;
        this.around = around;
    }

    /** What traffic needs from the one who guards it. */
    interface Surroundings {

        /** Does the work after so many nanoseconds, guarded. */
        void wakeIn(long nanos, Runnable work);

        Permit permit(Lane lane, Gate[] gates, boolean probe);

        /** Nothing may move in the lane any more. */
        void resting(Lane lane);
    }

    /** A permit and the one who gets it. */
    record Grant(MonoSink<Permit> sink, Permit permit) {}

    @Nullable
    Grant nextGrant() {
        return grants.poll();
    }

    int inFlight() {
        return inFlight;
    }

    int waiting() {
        return waiting;
    }

    int waitingOf(UUID tenantId) {
        return waitingByTenant.getOrDefault(tenantId, 0);
    }

    int gatesInUse() {
        return gates.inUse(nanos());
    }

    void join(Lane lane, MonoSink<Permit> sink) {
        lane.await(sink);
        waiting++;
        waitingByTenant.merge(lane.tenantId(), 1, Integer::sum);
        advance(lane, nanos());
    }

    /** An attempt has ended: its places are free. */
    void land(Lane lane, Gate[] held, boolean probe) {
        inFlight--;
        lane.land();
        if (probe) {
            lane.circuit().abandonProbe();
        }
        for (Gate gate : held) {
            gate.leave();
            freed.add(gate);
        }
        long now = nanos();
        drainFreed(now);
        advance(lane, now);
        around.resting(lane);
    }

    /** Brings a lane as far as it comes: to permits for all that it may have at once, or to a gate that is shut. */
    void advance(Lane lane) {
        advance(lane, nanos());
    }

    /** The clock is read once for all that one event sets going. */
    private void advance(Lane lane, long now) {
        while (lane.wants(clock, now)) {
            lane.ask(gates.path(lane));
            if (!passGates(lane, now)) {
                return;
            }
        }
        if (lane.needsWaking(clock, now)) {
            around.wakeIn(lane.rateWaitNanos(now), () -> {
                lane.woken();
                wake(lane);
            });
        }
        lane.askAhead(now);
    }

    /** Something may go on that could not before. */
    void wake(Limited limited) {
        switch (limited) {
            case Lane lane -> {
                advance(lane);
                around.resting(lane);
            }
            case Gate gate -> {
                freed.add(gate);
                drainFreed(nanos());
            }
        }
    }

    /** The same for all gates that keep to a rate. */
    void wakeLimitedGates() {
        gates.limited().forEach(this::wake);
    }

    private boolean passGates(Lane lane, long now) {
        for (Gate gate = lane.nextGate(); gate != null; gate = lane.nextGate()) {
            if (!gate.isOpen(now)) {
                lane.queueAt(gate);
                setAlarm(gate, now);
                return false;
            }
            lane.pass(now);
        }
        depart(lane, now);
        return true;
    }

    private void depart(Lane lane, long now) {
        boolean probe = lane.circuit().isOpen();
        if (probe) {
            lane.circuit().beginProbe();
        }
        Permit permit = around.permit(lane, lane.depart(now), probe);
        inFlight++;
        left(lane, 1);
        grants.add(new Grant(lane.first(), permit));
    }

    private void left(Lane lane, int count) {
        waiting -= count;
        waitingByTenant.computeIfPresent(lane.tenantId(), (_, before) -> before == count ? null : before - count);
    }

    /** Lets those through who waited at gates that have room again. */
    private void drainFreed(long now) {
        for (Gate gate = freed.poll(); gate != null; gate = freed.poll()) {
            for (Lane lane = gate.next(now); lane != null; lane = gate.next(now)) {
                goOn(lane, now);
            }
            setAlarm(gate, now);
            gates.evict(gate, now);
        }
    }

    private void goOn(Lane lane, long now) {
        if (!lane.resumeAsking(clock)) {
            freed.addAll(List.of(lane.giveUp()));
            around.resting(lane);
            return;
        }
        lane.pass(now);
        if (passGates(lane, now)) {
            advance(lane, now);
        }
    }

    private void setAlarm(Gate gate, long now) {
        if (gate.needsWaking(now)) {
            around.wakeIn(gate.waitNanos(now), () -> {
                gate.woken();
                wake(gate);
            });
        }
        gate.askAhead(now);
    }

    /** Turns away all that waits in the lane. */
    void turnAway(Lane lane, List<MonoSink<Permit>> into) {
        int before = into.size();
        lane.turnAway(into);
        left(lane, into.size() - before);
    }

    private long nanos() {
        return nanos.getAsLong();
    }
}
