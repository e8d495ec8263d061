package io.posthorn.loadtest;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** How long messages take at a fixed rate, while PostgreSQL also does its housework. */
final class HalfLoad {

    private static final int CONNECTIONS = 256;
    private static final double NANOS_PER_MILLI = 1e6;

    private final Arrivals arrivals;
    private final OpenLoop loop;
    private final Ledger ledger;
    private final Effort effort;

    HalfLoad(Fed fed, Arrivals arrivals, int endpoints) {
        Posthorn posthorn = fed.posthorn();
        List<String> applications = posthorn.applications(endpoints, arrivals.url());
        this.arrivals = arrivals;
        this.loop = new OpenLoop(new Publisher(posthorn.baseUrl(), posthorn.key(), CONNECTIONS), applications);
        this.ledger = fed.run().ledger();
        this.effort = new Effort(fed.installation());
    }

    /** Runs at this rate twice, first without counting, and prints what the second run took. */
    void measure(double rate, Duration warmUp, Duration duration) {
        run(rate, warmUp);
        Map<Participant, Duration> before = effort.now();
        long start = System.nanoTime();
        Journey journey = run(rate, duration);
        effort.add(before, new Tally(journey.messages(), 0, System.nanoTime() - start));
        System.out.printf(
                "%nat half of that, %,.0f/s for %d s, across a checkpoint and a vacuum:%n", rate, duration.toSeconds());
        print("accepted to arrived", journey.sinceAccepted());
        print("due to arrived", journey.sinceDue());
        System.out.println("  processor time of each: " + effort.perDelivery());
        if (journey.duplicates() > 0) {
            System.out.printf("  %,d arrived more than once%n", journey.duplicates());
        }
    }

    private Journey run(double rate, Duration duration) {
        Journey journey = new Journey(rate, duration.toSeconds());
        arrivals.belongTo(journey);
        long refused = loop.run(journey)
                .zipWith(housework(duration).thenReturn(true), (count, done) -> count)
                .toFuture()
                .join();
        if (refused > 0) {
            throw new IllegalStateException(refused + " messages were refused at half load");
        }
        Waiting.until("all messages of the run at half load arrived", journey::isComplete);
        ledger.awaitSettled();
        return journey;
    }

    private Mono<Void> housework(Duration duration) {
        return later(duration.dividedBy(3), "CHECKPOINT")
                .then(later(duration.dividedBy(3), "VACUUM pending, attempt, message"));
    }

    private Mono<Void> later(Duration delay, String sql) {
        return Mono.delay(delay, Schedulers.boundedElastic())
                .doOnNext(tick -> ledger.database().execute(sql))
                .then();
    }

    private static void print(String what, Histogram nanos) {
        System.out.printf(
                "  %-20s p50 %7.2f ms   p99 %7.2f ms   p99.9 %7.2f ms   max %7.2f ms%n",
                what,
                nanos.getValueAtPercentile(50) / NANOS_PER_MILLI,
                nanos.getValueAtPercentile(99) / NANOS_PER_MILLI,
                nanos.getValueAtPercentile(99.9) / NANOS_PER_MILLI,
                nanos.getMaxValue() / NANOS_PER_MILLI);
    }
}
