package io.posthorn.gatling;

import java.time.Duration;

/** The same number of messages each second: does every one arrive, and how soon? */
public class SteadySimulation extends PosthornSimulation {

    {
        Customer customer = stage.customer("steady", 1, Manners.always(new Manners.Kind()));
        stage.everythingArrives(customer, "steady");
        stage.arrivesWithin(customer, "steady", Settings.p99Millis(50));
        run(messages("message", customer)
                .injectOpen(steadily(Settings.rate(500), Settings.during(Duration.ofMinutes(1)))));
    }
}
