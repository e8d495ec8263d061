package io.posthorn.gatling;

import java.time.Duration;

/** Each message goes to fifty endpoints. */
public class FanOutSimulation extends PosthornSimulation {

    {
        int endpoints = Settings.number("endpoints", 50);
        Customer customer = stage.customer("fan-out", endpoints, Manners.always(new Manners.Kind()));
        stage.everythingArrives(customer, "fan-out");
        stage.arrivesWithin(customer, "fan-out", Settings.p99Millis(1000));
        run(messages("message", customer)
                .injectOpen(steadily(Settings.rate(20), Settings.during(Duration.ofMinutes(1)))));
    }
}
