package io.posthorn.gatling;

import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;

import java.time.Duration;

/** More messages each second: up to which rate do acknowledgements and arrivals keep pace? */
public class RampSimulation extends PosthornSimulation {

    {
        Customer customer = stage.customer("ramp", 4, Manners.always(new Manners.Kind()));
        stage.everythingArrives(customer, "ramp");
        stage.arrivesWithin(customer, "ramp", Settings.p99Millis(1000));
        run(messages("message", customer)
                .injectOpen(
                        rampUsersPerSec(10).to(Settings.rate(1000)).during(Settings.during(Duration.ofMinutes(2)))));
    }
}
