package io.posthorn.gatling;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.nothingFor;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A quiet customer alone first, then beside one who floods an endpoint that never answers. The quiet one must not
 * notice: its second half is compared with its first.
 */
public class NoisyNeighbourSimulation extends PosthornSimulation {

    private static final double GOOD_MILLIS = 50;

    {
        Duration half = Settings.during(Duration.ofSeconds(30));
        AtomicBoolean together = new AtomicBoolean();
        AtomicReference<Double> alone = new AtomicReference<>();
        Customer quiet = stage.customer("quiet", 1, Manners.always(new Manners.Kind()));
        Customer noisy = stage.customer("noisy", 1, Manners.always(new Manners.Hung()));
        stage.everythingArrives(quiet, "quiet");
        stage.ask(
                "quiet: p99 beside the noisy one as before",
                () -> quiet.millis(99) <= Math.max(GOOD_MILLIS, alone.get() * 1.2),
                () -> String.format(
                        Locale.ROOT,
                        "p99 %.1f ms alone, %.1f ms beside %d messages that hang",
                        alone.get(),
                        quiet.millis(99),
                        noisy.promised()));
        run(
                messages("noisy message", noisy)
                        .injectOpen(
                                nothingFor(half.plus(Settings.warmUp())),
                                constantUsersPerSec(Settings.rate(200) * 2).during(half)),
                messages("quiet message", quiet)
                        .injectOpen(steadily(Settings.rate(200), half))
                        .andThen(messages("quiet message beside", quiet)
                                .exec(session -> {
                                    if (together.compareAndSet(false, true)) {
                                        alone.set(quiet.ledgers().getFirst().takeMillis(99));
                                    }
                                    return session;
                                })
                                .injectOpen(
                                        constantUsersPerSec(Settings.rate(200)).during(half))));
    }
}
