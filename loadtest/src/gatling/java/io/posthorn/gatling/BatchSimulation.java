package io.posthorn.gatling;

import java.time.Duration;

/** Batches of 100 messages: the way in for those who have many at once. */
public class BatchSimulation extends PosthornSimulation {

    {
        Customer customer = stage.customer("batch", 1, Manners.always(new Manners.Kind()));
        stage.everythingArrives(customer, "batch");
        stage.arrivesWithin(customer, "batch", Settings.p99Millis(1000));
        run(batches("batch of 100", customer, Settings.number("batch.size", 100))
                .injectOpen(steadily(Settings.rate(20), Settings.during(Duration.ofMinutes(1)))));
    }
}
