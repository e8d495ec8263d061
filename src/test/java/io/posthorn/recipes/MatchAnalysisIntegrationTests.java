package io.posthorn.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.OK;

import io.posthorn.ApiClient;
import io.posthorn.receiver.ReceivedRequest;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

/** docs/recipes/match-analysis.md. */
@RecipeTest
class MatchAnalysisIntegrationTests {

    private static final String DONE =
            "{\"event\":\"analysis_done\",\"analysis_id\":\"01234567-89ab-cdef-0123-456789abcdef\",\"status\":\"done\","
                    + "\"completion_rate\":100}";
    private static final String RUNNING =
            "{\"event\":\"analysis_completion_rate\",\"analysis_id\":\"01234567-89ab-cdef-0123-456789abcdef\","
                    + "\"status\":\"running\",\"completion_rate\":45}";

    @LocalServerPort
    private int port;

    private final ScriptedReceiver receiver = ScriptedReceiver.start();
    private final Customer coach = new Customer(receiver, "/coach");
    private final Customer analyst = new Customer(receiver, "/analyst");

    @BeforeAll
    static void catalogue(@LocalServerPort int port) {
        Product.eventTypes(ApiClient.of(port), "analysis_done", "analysis_completion_rate");
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void tellsEachUserWhatTheySwitchedOnAndRemembersWhoDidIt() {
        ApiClient api = ApiClient.of(port);
        Product club = Product.with(api, "user-7", Map.of("userAgent", "AI-on-the-ball"));
        // An organization administrator configures the first one on behalf of the user, with a key of their own.
        String key = api.post(
                        "/api/v1/auth/api-token",
                        Map.of("name", "Jordan, club administrator", "scopes", List.of("manage")),
                        CREATED)
                .path("token")
                .stringValue();
        JsonNode endpoint = new Product(api.as(key), club.path())
                .endpoint(coach.url(), Map.of("eventTypes", List.of("analysis_done")));
        club.endpoint(analyst.url(), Map.of("eventTypes", List.of("analysis_done", "analysis_completion_rate")));

        club.publish("analysis_completion_rate", RUNNING);
        club.publish("analysis_done", DONE);

        ReceivedRequest done = coach.awaitMessages(1).getFirst();
        assertThat(done.text()).isEqualTo(DONE);
        assertThat(done.header("content-type")).isEqualTo("application/json");
        assertThat(done.header("user-agent")).isEqualTo("AI-on-the-ball");
        assertThat(Customer.verified(done, club.secret(endpoint))
                        .path("completion_rate")
                        .intValue())
                .isEqualTo(100);
        assertThat(analyst.awaitMessages(2).stream().map(ReceivedRequest::text))
                .containsExactlyInAnyOrder(RUNNING, DONE);
        assertThat(coach.messages()).hasSize(1);
        assertThat(api.get(club.path() + "/endpoint/" + Product.id(endpoint), OK)
                        .path("changedBy")
                        .stringValue())
                .isEqualTo("Jordan, club administrator");
    }

    @Test
    void switchesAnEventTypeOffWhileTheOtherGoesOn() {
        Product club = Product.with(ApiClient.of(port), "user-8", Map.of());
        JsonNode endpoint =
                club.endpoint(coach.url(), Map.of("eventTypes", List.of("analysis_done", "analysis_completion_rate")));
        club.api()
                .send(
                        HttpMethod.PATCH,
                        club.path() + "/endpoint/" + Product.id(endpoint),
                        "{\"eventTypes\":[\"analysis_done\"]}",
                        OK);

        String progress = club.publish("analysis_completion_rate", RUNNING);
        club.publish("analysis_done", DONE);

        assertThat(coach.awaitMessages(1).getFirst().text()).isEqualTo(DONE);
        assertThat(Product.all(club.api().get(club.path() + "/msg/" + progress + "/destination", OK))
                        .getFirst()
                        .path("why")
                        .stringValue())
                .contains("analysis_done");
    }

    @Test
    void comesAgainWithTheSameIdWhenTheReceiverStumbles() {
        Product club = Product.with(ApiClient.of(port), "user-9", Map.of());
        receiver.respond("/coach", Script.status(500), Script.ok());
        club.endpoint(coach.url(), Map.of());

        String message = club.publish("analysis_done", DONE);

        assertThat(club.attempts(message, 0)).hasSize(2);
        assertThat(receiver.requests("/coach")).hasSize(2);
        assertThat(coach.messages()).hasSize(1);
    }
}
