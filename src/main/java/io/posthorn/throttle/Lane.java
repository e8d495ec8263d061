package io.posthorn.throttle;

import java.util.ArrayDeque;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.MonoSink;

/** What waits for one endpoint and what is under way to it. Guarded by {@link Lanes}. */
final class Lane {

    private final ArrayDeque<MonoSink<Permit>> waiting = new ArrayDeque<>();
    private final UUID endpointId;
    private int inFlight;
    private boolean queued;
    private boolean paused;

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
        return !queued && !paused && !waiting.isEmpty() && inFlight < cap;
    }

    void queue() {
        queued = true;
    }

    void dequeue() {
        queued = false;
    }

    @Nullable MonoSink<Permit> next(int cap) {
        if (paused || inFlight >= cap) {
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

    void pause(boolean on) {
        paused = on;
    }

    boolean isPaused() {
        return paused;
    }

    boolean isIdle() {
        return inFlight == 0 && waiting.isEmpty() && !queued && !paused;
    }
}
