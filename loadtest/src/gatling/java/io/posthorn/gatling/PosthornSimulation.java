package io.posthorn.gatling;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.OpenInjectionStep;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * A load in the open model: messages come at the moments that the plan says, whatever became of those before. Each is
 * sent as the SDKs send, with an idempotency key of its own. When the load is over the receiver is asked what became
 * of every message that was acknowledged; a bad answer fails the run.
 */
abstract class PosthornSimulation extends Simulation {

    private static final String NUMBER = "number";
    private static final String PADDING = "x".repeat(Math.max(0, Settings.payloadBytes() - 40));

    private final AtomicLong numbers = new AtomicLong();

    /** What this run is played on. */
    protected final Stage stage = new Stage();

    /** Where the messages go, and how. */
    protected final HttpProtocolBuilder protocol = http.baseUrl(Settings.posthorn())
            .authorizationHeader("Bearer " + Settings.key())
            .contentTypeHeader("application/json")
            .acceptHeader("application/json")
            .userAgentHeader("posthorn-loadtest")
            .shareConnections();

    /** One message of this customer for each user. */
    protected ScenarioBuilder messages(String name, Customer customer) {
        return scenario(name).exec(message(name, customer));
    }

    private ChainBuilder message(String name, Customer customer) {
        return exec(session -> session.set(NUMBER, numbers.getAndIncrement()))
                .exec(http(name)
                        .post(customer.path())
                        .header("Idempotency-Key", _ -> "auto_" + UUID.randomUUID())
                        .body(StringBody(session -> json(session.getLong(NUMBER))))
                        .check(status().is(202)))
                .exec(session -> acknowledged(session, customer, 1));
    }

    /** One batch of this customer for each user. */
    protected ScenarioBuilder batches(String name, Customer customer, int size) {
        return scenario(name)
                .exec(session -> session.set(NUMBER, numbers.getAndAdd(size)))
                .exec(http(name)
                        .post(customer.path() + "/batch")
                        .header("Idempotency-Key", _ -> "auto_" + UUID.randomUUID())
                        .body(StringBody(session -> array(session.getLong(NUMBER), size)))
                        .check(status().in(200, 202)))
                .exec(session -> acknowledged(session, customer, size));
    }

    /** So many a second for so long, after a warm-up that leads there. */
    protected static OpenInjectionStep[] steadily(double rate, Duration during) {
        return new OpenInjectionStep[] {
            rampUsersPerSec(1).to(rate).during(Settings.warmUp()),
            constantUsersPerSec(rate).during(during)
        };
    }

    /** The load, and after it the questions. */
    protected void run(PopulationBuilder... load) {
        ChainBuilder questions = exec(session -> session);
        List<Assertion> assertions = new ArrayList<>();
        for (int i = 0; i < stage.verdicts().size(); i++) {
            String question = stage.verdicts().get(i);
            questions = questions.exec(http(question)
                    .get(ownUrl() + "/verdict/" + i)
                    .requestTimeout(Stage.ANSWERED_WITHIN)
                    .check(status().is(200)));
            assertions.add(details(question).failedRequests().count().is(0L));
            assertions.add(details(question).successfulRequests().count().is(1L));
        }
        assertions.add(global().failedRequests().count().is(0L));
        List<PopulationBuilder> all = new ArrayList<>(List.of(load));
        PopulationBuilder asked = scenario("afterwards").exec(questions).injectOpen(atOnceUsers(1));
        PopulationBuilder last = all.removeLast();
        all.add(last.andThen(asked));
        setUp(all).protocols(protocol).assertions(assertions);
    }

    @Override
    public void after() {
        stage.close();
    }

    private static String ownUrl() {
        return "http://localhost:" + Settings.receiverPort();
    }

    private static Session acknowledged(Session session, Customer customer, int count) {
        if (!session.isFailed()) {
            long first = session.getLong(NUMBER);
            LongStream.range(first, first + count).forEach(customer::accepted);
        }
        return session;
    }

    private static String array(long first, int count) {
        return LongStream.range(first, first + count)
                .mapToObj(PosthornSimulation::json)
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String json(long number) {
        return """
                {"eventType":"load.test","payload":{"number":%d,"padding":"%s"}}""".formatted(number, PADDING);
    }
}
