package io.posthorn.replay;

import io.posthorn.id.IdKind;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Works at background tasks for as long as this node runs: page after page while any is due, else a look now and then. */
@Component
final class ReplayLifecycle implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ReplayLifecycle.class);
    private static final Duration EVERY = Duration.ofMillis(500);
    /** After the pipeline has started, before it stops. */
    private static final int PHASE = 1100;

    private static final Duration LONGEST_PAGE = Duration.ofSeconds(10);

    private final TaskStep step;
    private final Sinks.Empty<Void> ended = Sinks.empty();
    private volatile boolean open;

    ReplayLifecycle(TaskStep step) {
        this.step = step;
    }

    @Override
    public void start() {
        open = true;
        Flux.interval(EVERY)
                .onBackpressureDrop()
                .takeWhile(_ -> open)
                .concatMap(_ -> work(), 1)
                .doFinally(_ -> ended.tryEmitEmpty())
                .subscribe();
    }

    private Mono<Void> work() {
        return step.next()
                .doOnNext(ReplayLifecycle::report)
                .hasElement()
                .repeat(() -> open)
                .takeUntil(worked -> !worked)
                .then()
                .onErrorResume(error -> {
                    log.warn("A page of a background task failed and is tried again: {}", error.toString());
                    return Mono.empty();
                });
    }

    private static void report(TaskStep.Done done) {
        if (done.ended()) {
            String id = IdKind.TASK.format(done.task().id());
            log.atInfo()
                    .addKeyValue("task_id", id)
                    .log(
                            "Background task {} ({}) has ended",
                            id,
                            done.task().kind().text());
        }
    }

    /** Waits for the page that is on its way; a task goes on from there elsewhere, or when this node is back. */
    @Override
    public void stop(Runnable callback) {
        open = false;
        ended.asMono()
                .timeout(LONGEST_PAGE)
                .onErrorComplete()
                .doFinally(_ -> callback.run())
                .subscribe();
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public boolean isRunning() {
        return open;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
