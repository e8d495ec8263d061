package io.posthorn.loadtest;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Does one thing over and over, with a fixed number of them in flight, and counts the successes. */
final class ClosedLoop {

    private static final Duration PAUSE = Duration.ofMillis(1);

    private final int inFlight;
    private final BooleanSupplier mayStart;
    private final Supplier<Mono<Boolean>> thing;

    /**
     * A loop that is not running yet.
     *
     * @param mayStart asked before each; while it says no, nothing is started
     * @param thing starts one; its value says whether it was a success; it must not fail
     */
    ClosedLoop(int inFlight, BooleanSupplier mayStart, Supplier<Mono<Boolean>> thing) {
        this.inFlight = inFlight;
        this.mayStart = mayStart;
        this.thing = thing;
    }

    /** Runs for so long, then lets what is in flight end. */
    Mono<Tally> run(Duration duration) {
        return Mono.defer(() -> {
            Run run = new Run(System.nanoTime() + duration.toNanos());
            long start = System.nanoTime();
            return Flux.range(0, inFlight)
                    .flatMap(worker -> run.worker(), inFlight)
                    .then(Mono.fromSupplier(() -> run.tally(System.nanoTime() - start)));
        });
    }

    private final class Run {

        private final long end;
        private final AtomicLong successes = new AtomicLong();
        private final AtomicLong failures = new AtomicLong();
        private final AtomicReference<@Nullable Throwable> error = new AtomicReference<>();

        Run(long end) {
            this.end = end;
        }

        Mono<Void> worker() {
            return Mono.defer(this::next)
                    .repeat(() -> System.nanoTime() < end && error.get() == null)
                    .then();
        }

        private Mono<Void> next() {
            return mayStart.getAsBoolean() ? one() : Mono.delay(PAUSE).then();
        }

        private Mono<Void> one() {
            return thing.get()
                    .doOnNext(success -> (success ? successes : failures).incrementAndGet())
                    .doOnError(e -> error.compareAndSet(null, e))
                    .then();
        }

        Tally tally(long nanos) {
            return new Tally(successes.get(), failures.get(), nanos);
        }
    }
}
