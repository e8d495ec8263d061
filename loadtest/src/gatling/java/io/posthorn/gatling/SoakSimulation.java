package io.posthorn.gatling;

import java.time.Duration;

/** An hour of steady load, a tenth of it at a slow receiver. */
public class SoakSimulation extends PosthornSimulation {

    {
        Duration whole = Settings.during(Duration.ofHours(1));
        double rate = Settings.rate(200);
        Customer quick = stage.customer("quick", 1, Manners.always(new Manners.Kind()));
        Customer slow = stage.customer("slow", 1, Manners.always(new Manners.Slow(Duration.ofMillis(200))));
        stage.everythingArrives(quick, "quick");
        stage.arrivesWithin(quick, "quick", Settings.p99Millis(50));
        stage.everythingArrives(slow, "slow");
        run(
                messages("message to the slow", slow).injectOpen(steadily(rate * 0.1, whole)),
                messages("message to the quick", quick).injectOpen(steadily(rate * 0.9, whole)));
    }
}
