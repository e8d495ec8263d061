package io.posthorn.deadline;

import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * A scheduler for deadlines that nearly all are lifted again: setting and lifting one are a place in a queue each,
 * without a lock and without order, and a wheel that turns every {@link #TICK} sorts out what is left. A deadline is
 * therefore kept up to a tick too late, never too early. What it sets off runs on another scheduler, so that nothing
 * holds up the wheel.
 */
public final class DeadlineScheduler implements Scheduler {

    /** How late a deadline may be kept: little beside time-outs of seconds. */
    static final Duration TICK = Duration.ofMillis(20);

    private static final ThreadFactory DAEMON = new DefaultThreadFactory("deadlines", true);
    private static final int SPOKES = 512;

    private final HashedWheelTimer wheel =
            new HashedWheelTimer(DAEMON, TICK.toMillis(), TimeUnit.MILLISECONDS, SPOKES, false);

    private final Scheduler runner;

    /** @param runner runs what a deadline sets off, and everything that is not a deadline; not disposed of from here */
    public DeadlineScheduler(Scheduler runner) {
        this.runner = runner;
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        Timeout deadline = wheel.newTimeout(_ -> runner.schedule(task), delay, unit);
        return deadline::cancel;
    }

    @Override
    public Disposable schedule(Runnable task) {
        return runner.schedule(task);
    }

    @Override
    public Worker createWorker() {
        return runner.createWorker();
    }

    /** Stops the wheel: no deadline is kept any more. */
    @Override
    public void dispose() {
        wheel.stop();
    }
}
