package io.posthorn.throttle;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.MonoSink;

/** What waits for one endpoint and what is under way to it. Guarded by {@link Lanes}. */
final class Lane {

    private final ArrayDeque<MonoSink<Permit>> waiting = new ArrayDeque<>();
    private final UUID endpointId;
    private int inFlight;
    private boolean queued;
    private @Nullable Instant pausedUntil;

    Lane(UUID endpointId) {
        this.endpointId = endpointId;
    }

    UUID endpointId() {
        return endpointId;
    }

    int waiting() {
        return waiting.size();
    }

    void await(MonoSink<Permit> sink) {
        waiting.add(sink);
    }

    /** Whether it stands in the line of lanes that may get a permit; it stands there once at most. */
    boolean mayQueue(int cap) {
        return !queued && pausedUntil == null && !waiting.isEmpty() && inFlight < cap;
    }

    void queue() {
        queued = true;
    }

    void dequeue() {
        queued = false;
    }

    @Nullable
    MonoSink<Permit> next(int cap) {
        if (pausedUntil != null || inFlight >= cap) {
            return null;
        }
        MonoSink<Permit> sink = waiting.poll();
        if (sink != null) {
            inFlight++;
        }
        return sink;
    }

    void land() {
        inFlight--;
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

    boolean isPausedBeyond(Instant moment) {
        return pausedUntil != null && pausedUntil.isAfter(moment);
    }

    void turnAway(List<MonoSink<Permit>> into) {
        into.addAll(waiting);
        waiting.clear();
    }

    boolean isPaused() {
        return pausedUntil != null;
    }

    boolean isIdle() {
        return inFlight == 0 && waiting.isEmpty() && !queued && pausedUntil == null;
    }
}
