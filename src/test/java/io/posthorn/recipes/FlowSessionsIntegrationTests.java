package io.posthorn.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpStatus.BAD_REQUEST;
import static org.springframework.http.HttpStatus.NO_CONTENT;
import static org.springframework.http.HttpStatus.OK;

import io.posthorn.ApiClient;
import io.posthorn.receiver.ScriptedReceiver;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

/** docs/recipes/flow-sessions.md. */
@RecipeTest
class FlowSessionsIntegrationTests {

    private static final String STARTED = """
            {"id":"wh_1","event":"flow.start","session_id":"s-1","created":1795237654,"success":true,\
            "flow_name":"Onboarding","metadata":{"customer":"c-9"},"data":{}}""";

    @LocalServerPort
    private int port;

    private final ScriptedReceiver receiver = ScriptedReceiver.start();
    private final Customer user = new Customer(receiver, "/flow");

    @BeforeAll
    static void catalogue(@LocalServerPort int port) {
        Product.eventTypes(ApiClient.of(port), "flow.start", "flow.end", "technology.start", "technology.end");
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void allowsFiveUrlsForAFlowAndSaysWhyNotSix() {
        Product flow = Product.with(ApiClient.of(port), "flow-a", Map.of("maxEndpoints", 5));
        for (int i = 0; i < 5; i++) {
            flow.endpoint(receiver.url("/" + i), Map.of());
        }

        JsonNode refused = flow.api().post(flow.path() + "/endpoint", Map.of("url", receiver.url("/5")), BAD_REQUEST);

        assertThat(refused.path("detail").stringValue()).contains("5 of 5");
        String first = Product.id(
                Product.all(flow.api().get(flow.path() + "/endpoint", OK)).getFirst());
        flow.api().send(HttpMethod.DELETE, flow.path() + "/endpoint/" + first, null, NO_CONTENT);
        assertThat(Product.id(flow.endpoint(receiver.url("/5"), Map.of()))).isNotBlank();
    }

    @Test
    void testsAUrlBeforeAndAfterItIsSaved() {
        Product flow = Product.with(ApiClient.of(port), "flow-b", Map.of("maxEndpoints", 5));

        JsonNode unsaved = flow.api().post(flow.path() + "/endpoint/test", Map.of("url", user.url()), OK);
        JsonNode endpoint = flow.endpoint(user.url(), Map.of());
        JsonNode saved = flow.api()
                .post(flow.path() + "/endpoint/" + Product.id(endpoint) + "/test", Map.of("eventType", "flow.end"), OK);

        assertThat(unsaved.path("delivered").booleanValue()).isTrue();
        assertThat(saved.path("status").intValue()).isEqualTo(200);
        assertThat(receiver.requests("/flow")).hasSize(2);
    }

    @Test
    void keepsIdAndSecretWhenAUrlIsEditedAndTheBytesAsTheyCame() {
        Product flow = Product.with(ApiClient.of(port), "flow-c", Map.of("maxEndpoints", 5));
        JsonNode endpoint =
                flow.endpoint("http://127.0.0.1:9/old", Map.of("eventTypes", List.of("flow.start", "flow.end")));
        String secret = flow.secret(endpoint);
        flow.api()
                .send(
                        HttpMethod.PATCH,
                        flow.path() + "/endpoint/" + Product.id(endpoint),
                        "{\"url\":\"" + user.url() + "\"}",
                        OK);

        flow.publish("flow.start", STARTED);

        JsonNode came = Customer.verified(user.awaitMessages(1).getFirst(), secret);
        assertThat(user.messages().getFirst().text()).isEqualTo(STARTED);
        assertThat(came.path("created").isNumber()).isTrue();
        assertThat(came.path("metadata").path("customer").stringValue()).isEqualTo("c-9");
    }
}
