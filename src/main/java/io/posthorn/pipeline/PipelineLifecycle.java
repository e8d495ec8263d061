package io.posthorn.pipeline;

import io.posthorn.ledger.Message;
import io.posthorn.ledger.Progress;
import io.posthorn.throttle.Lanes;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.util.function.SingletonSupplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Starts and stops the machine, and is the one place where its work is subscribed.
 *
 * <p>When it stops, nothing new comes into memory, no attempt starts, and attempts under way end and are recorded.
 * What waits stays in the tables, and is free for others once the node has left: a clean stop repeats nothing.
 */
final class PipelineLifecycle implements SmartLifecycle, PipelineRuns {

    static final int PHASE = 1000;
    private static final Logger log = LoggerFactory.getLogger(PipelineLifecycle.class);
    private static final Duration LOOK = Duration.ofMillis(10);

    private static final int QUIET_LOOKS = 3;

    private final Membership membership;
    private final Lanes lanes;
    private final PipelineProperties properties;
    private final ClaimSignal claimSignal;
    private final BooleanSupplier delivers;
    /** Looked up once: each delivery that ends asks for it. */
    private final SingletonSupplier<Machine> machine;

    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean looking;
    private volatile boolean open;

    PipelineLifecycle(
            Membership membership,
            Lanes lanes,
            PipelineProperties properties,
            ClaimSignal claimSignal,
            BooleanSupplier delivers,
            ObjectProvider<Machine> machine) {
        this.membership = membership;
        this.lanes = lanes;
        this.properties = properties;
        this.claimSignal = claimSignal;
        this.delivers = delivers;
        this.machine = SingletonSupplier.of(machine::getObject);
    }

    /** The parts that work through this class and are therefore made after it. */
    record Machine(FanOut fanOut, Settling settling, Claimer claimer, Looks looks) {}

    /** What is looked at besides, now and then. */
    record Looks(
            SelfAudit audit,
            Recalls recalls,
            CalledOff calledOff,
            PauseWatch pauses,
            Expiries expiries,
            HealthWatch health) {

        Mono<Void> whenDue() {
            return pauses.whenDue()
                    .then(recalls.whenDue())
                    .then(calledOff.whenDue())
                    .then(expiries.whenDue())
                    .then(audit.whenDue())
                    .then(health.whenDue());
        }
    }

    @Override
    public void start() {
        open = true;
        Machine parts = machine.obtain();
        Flux.merge(Flux.interval(Duration.ZERO, properties.claimEvery()), claimSignal.raised())
                .onBackpressureLatest()
                .takeWhile(tick -> open)
                .concatMap(tick -> look(parts), 1)
                .subscribe();
    }

    private Mono<Void> look(Machine parts) {
        looking = true;
        return parts.claimer()
                .look()
                .onErrorResume(error -> claimFailed(parts, error))
                .then(parts.looks().whenDue())
                .doFinally(signal -> looking = false);
    }

    private static Mono<Void> claimFailed(Machine parts, Throwable error) {
        log.warn("The tables could not be read for work, the next look is in a moment: {}", error.toString());
        parts.looks().audit().claimFailed();
        return Mono.empty();
    }

    @Override
    public boolean isOpen() {
        return open && delivers.getAsBoolean();
    }

    @Override
    public Tenure tenure() {
        return membership.tenure();
    }

    @Override
    public void run(Mono<Void> work) {
        underWay.incrementAndGet();
        work.doFinally(signal -> ended())
                .subscribe(done -> {}, error -> log.error("Work broke off; the next audit takes it up again", error));
    }

    private void ended() {
        underWay.decrementAndGet();
        machine.obtain().claimer().roomFreed();
    }

    @Override
    public void begin(Message message, Map<UUID, Progress> progress, Tenure tenure) {
        machine.obtain().fanOut().begin(message, progress, tenure, this::run);
    }

    @Override
    public void stop(Runnable callback) {
        open = false;
        log.info("Draining: {} attempts are under way, what waits stays in the database", lanes.inFlight());
        lanes.close();
        Flux.interval(Duration.ZERO, LOOK)
                .map(tick -> isQuiet())
                // An attempt is for an instant in neither count, between its permit and its settling.
                .buffer(QUIET_LOOKS, 1)
                .filter(looks -> looks.stream().allMatch(quiet -> quiet))
                .next()
                .timeout(properties.drainFor())
                .doFinally(signal -> callback.run())
                .subscribe(
                        done -> log.info("Drained"),
                        error -> log.warn(
                                "{} attempts had not ended after {}; they will be made again",
                                lanes.inFlight(),
                                properties.drainFor()));
    }

    /** A look at the tables ends by itself: a statement that is broken off leaves its connection in doubt. */
    private boolean isQuiet() {
        return !looking && lanes.inFlight() == 0 && machine.obtain().settling().underWay() == 0;
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
