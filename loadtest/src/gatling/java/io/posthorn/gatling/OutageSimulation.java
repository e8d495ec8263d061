package io.posthorn.gatling;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * A receiver that is down for the middle third of the run, beside one that is well. Everything must arrive in the end
 * without anybody's help, and the one that is well must not notice.
 */
public class OutageSimulation extends PosthornSimulation {

    {
        Duration whole = Settings.during(Duration.ofMinutes(3));
        AtomicLong begun = new AtomicLong();
        Supplier<Manners> ill = () -> {
            begun.compareAndSet(0, System.nanoTime());
            double part = (double)
                            (System.nanoTime() - begun.get() - Settings.warmUp().toNanos())
                    / whole.toNanos();
            return part > 1 / 3.0 && part < 2 / 3.0 ? new Manners.Down() : new Manners.Kind();
        };
        Customer well = stage.customer("well", 1, Manners.always(new Manners.Kind()));
        Customer down = stage.customer("down", 1, ill);
        stage.everythingArrives(well, "well");
        stage.arrivesWithin(well, "well", Settings.p99Millis(50));
        stage.everythingArrives(down, "down for a while");
        run(
                messages("message to the well", well).injectOpen(steadily(Settings.rate(100), whole)),
                messages("message to the one that goes down", down).injectOpen(steadily(Settings.rate(100), whole)));
    }
}
