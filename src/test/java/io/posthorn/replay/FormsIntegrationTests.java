package io.posthorn.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.springframework.http.HttpStatus.CONFLICT;
import static org.springframework.http.HttpStatus.OK;
import static org.springframework.http.HttpStatus.UNPROCESSABLE_CONTENT;

import com.standardwebhooks.Webhook;
import io.posthorn.PosthornTest;
import io.posthorn.pipeline.Audit;
import io.posthorn.postgres.TestDatabase;
import io.posthorn.receiver.ReceivedRequest;
import io.posthorn.receiver.ScriptedReceiver;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

@PosthornTest
@DirtiesContext
@TestPropertySource(
        properties = {
            "posthorn.egress.allowed-networks=127.0.0.0/8",
            "posthorn.retry.schedule=100ms,100ms",
            "posthorn.pipeline.attempt-timeout=2s",
            "posthorn.pipeline.audit-every=1s",
        })
class FormsIntegrationTests {

    @LocalServerPort
    private int port;

    @Autowired
    private TestDatabase database;

    @Autowired
    private ApplicationContext context;

    private ScriptedReceiver receiver = ScriptedReceiver.start();
    private ReplayScene scene;

    @BeforeEach
    void begin() {
        scene = new ReplayScene(port, database);
    }

    @AfterEach
    void nothingWasForgotten() {
        receiver.close();
        assertThat(Audit.forgotten(context)).isZero();
    }

    private static Map<String, ?> template(String template) {
        return Map.of("form", Map.of("kind", "template", "template", template));
    }

    private static Map<String, ?> condition(String path, String operator, Object value) {
        return Map.of("condition", Map.of("path", path, "operator", operator, "value", value));
    }

    private String bodyShown(String message, String endpoint) {
        return scene.get("/msg/" + message + "/endpoint/" + endpoint + "/body")
                .path("body")
                .stringValue();
    }

    @Test
    void signsAndSendsWhatTheTemplateMakes() {
        String endpoint = scene.endpoint(
                receiver.url("/hook"),
                template("{\"score\":{{score}},\"who\":\"{{who}}\",\"id\":\"{{webhook.eventId}}\"}"));

        String message = scene.sendMessage("{\"eventType\":\"thing.done\",\"eventId\":\"e-1\",\"channels\":[\"inbox\"],"
                + "\"payload\":{\"score\":1.10,\"who\":\"A \\\"B\\\"\"}}");

        ReceivedRequest request = receiver.awaitRequests(1).getFirst();
        assertThat(request.text()).isEqualTo("{\"score\":1.10,\"who\":\"A \\\"B\\\"\",\"id\":\"e-1\"}");
        assertThat(request.header("content-type")).isEqualTo("application/json");
        assertThat(request.header("webhook-event-type")).isEqualTo("thing.done");
        assertThat(request.header("webhook-channels")).isEqualTo("inbox");
        String secret =
                scene.get("/endpoint/" + endpoint + "/secret").path("key").stringValue();
        assertThatCode(() ->
                        new Webhook(secret).verify(request.text(), HttpHeaders.of(request.headers(), (_, _) -> true)))
                .doesNotThrowAnyException();
        scene.awaitSettled();
        assertThat(bodyShown(message, endpoint)).isEqualTo(request.text());
        assertThat(scene.get("/msg/" + message + "/endpoint/" + endpoint + "/curl")
                        .path("curl")
                        .stringValue())
                .contains("\"score\":1.10,\"who\"");
    }

    @Test
    void sendsEachPresetInTheFormOfItsService() {
        for (String kind : List.of("raw", "envelope", "slack", "discord", "teams")) {
            scene.endpoint(receiver.url("/" + kind), Map.of("form", Map.of("kind", kind)));
        }

        scene.send("{ \"n\": 1.10 }");

        receiver.awaitRequests(5);
        scene.awaitSettled();
        assertThat(receiver.requests("/raw").getFirst().text()).isEqualTo("{ \"n\": 1.10 }");
        assertThat(receiver.requests("/envelope").getFirst().text())
                .startsWith("{\"type\":\"thing.done\",\"timestamp\":\"")
                .endsWith("\"channels\":[],\"data\":{ \"n\": 1.10 }}");
        assertThat(receiver.requests("/slack").getFirst().text()).isEqualTo("{\"text\":\"thing.done\\nn: 1.10\"}");
        assertThat(receiver.requests("/discord").getFirst().text()).contains("\"content\":\"thing.done\\nn: 1.10\"");
        assertThat(receiver.requests("/teams").getFirst().text()).contains("AdaptiveCard");
    }

    @Test
    void givesRawPayloadsAsText() {
        scene.endpoint(receiver.url("/plain"));
        scene.endpoint(receiver.url("/form"), template("{\"text\":\"{{payload}}\"}"));
        scene.endpoint(receiver.url("/never"), condition("n", "ge", 1));

        scene.sendMessage("{\"eventType\":\"thing.done\",\"payload\":{},\"transformationsParams\":{\"rawPayload\":"
                + "\"a \\\"b\\\"\",\"headers\":{\"content-type\":\"text/plain\"}}}");

        receiver.awaitRequests(2);
        scene.awaitSettled();
        assertThat(receiver.requests("/plain").getFirst().text()).isEqualTo("a \"b\"");
        assertThat(receiver.requests("/plain").getFirst().header("content-type"))
                .isEqualTo("text/plain");
        assertThat(receiver.requests("/form").getFirst().text()).isEqualTo("{\"text\":\"a \\\"b\\\"\"}");
        assertThat(receiver.requests("/never")).isEmpty();
    }

    @Test
    void discardsWithAReasonWhatTheTemplateCannotMake() {
        String endpoint = scene.endpoint(receiver.url("/hook"), template("{\"n\":{{n}}}"));

        String message = scene.send("{\"other\":1}");
        scene.awaitSettled();

        assertThat(receiver.requests()).isEmpty();
        assertThat(scene.attempts(message)).isEmpty();
        assertThat(scene.ask("SELECT state || ' ' || reason FROM delivery WHERE " + scene.here()))
                .startsWith("3 what the template makes is not JSON, at line 1, column");
        scene.api.get(scene.path + "/msg/" + message + "/endpoint/" + endpoint + "/body", CONFLICT);
        scene.api.get(scene.path + "/msg/" + message + "/endpoint/" + endpoint + "/curl", CONFLICT);
    }

    @Test
    void sendsOnlyWhatMeetsTheCondition() {
        String endpoint = scene.endpoint(receiver.url("/good"), condition("completion_rate", "ge", 90));
        scene.endpoint(receiver.url("/bad"), condition("completion_rate", "lt", 90));

        scene.send("{\"completion_rate\":90.0}");
        String low = scene.send("{\"completion_rate\":89.99}");

        receiver.awaitRequests(2);
        scene.awaitSettled();
        assertThat(receiver.requests("/good"))
                .singleElement()
                .extracting(ReceivedRequest::text)
                .isEqualTo("{\"completion_rate\":90.0}");
        assertThat(receiver.requests("/bad"))
                .singleElement()
                .extracting(ReceivedRequest::text)
                .isEqualTo("{\"completion_rate\":89.99}");
        assertThat(scene.get("/msg/" + low + "/destination").toString())
                .contains("condition (completion_rate ge 90) is not met");
        scene.resend(low, endpoint);
        receiver.awaitRequests(3);
    }

    @Test
    void showsKeepsAndTakesBackWhatWasSaid() {
        String endpoint = scene.endpoint(
                receiver.url("/hook"),
                Map.of(
                        "form", Map.of("kind", "slack", "text", "*{{n}}*"),
                        "condition", Map.of("path", "n", "operator", "in", "value", List.of(1, "a"))));

        scene.patch(endpoint, "{\"description\":\"other\"}");
        JsonNode kept = scene.get("/endpoint/" + endpoint);
        assertThat(kept.path("form").toString()).isEqualTo("{\"kind\":\"slack\",\"text\":\"*{{n}}*\"}");
        assertThat(kept.path("condition").toString())
                .isEqualTo("{\"path\":\"n\",\"operator\":\"in\",\"value\":[1,\"a\"]}");

        scene.patch(endpoint, "{\"condition\":{\"path\":\"n\",\"operator\":\"eq\",\"value\":null}}");
        assertThat(scene.get("/endpoint/" + endpoint).path("condition").toString())
                .isEqualTo("{\"path\":\"n\",\"operator\":\"eq\",\"value\":null}");
        scene.patch(endpoint, "{\"form\":null,\"condition\":null}");
        assertThat(scene.get("/endpoint/" + endpoint).has("form")).isFalse();
        assertThat(scene.get("/endpoint/" + endpoint).has("condition")).isFalse();
        scene.send("{\"n\":2}");
        assertThat(receiver.awaitRequests(1).getFirst().text()).isEqualTo("{\"n\":2}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"form\":{\"kind\":\"template\",\"template\":\"{{#a}}\"} form,template",
                "\"form\":{\"kind\":\"template\",\"template\":\"{\\\"a\\\":}\"} form,template",
                "\"form\":{\"kind\":\"template\"} form,template",
                "\"form\":{\"kind\":\"fax\"} form,kind",
                "\"form\":{\"kind\":\"raw\",\"text\":\"x\"} form,text",
                "\"form\":{\"kind\":\"slack\",\"text\":\"{{>x}}\"} form,text",
                "\"form\":{\"kind\":\"template\",\"template\":\"x\",\"contentType\":\"x\"} form,contentType",
                "\"condition\":{\"path\":\"a..b\",\"operator\":\"exists\"} condition,path",
                "\"condition\":{\"path\":\"a\",\"operator\":\"~\"} condition,operator",
                "\"condition\":{\"path\":\"a\",\"operator\":\"gt\",\"value\":true} condition,value",
                "\"condition\":{\"path\":\"a\",\"operator\":\"in\",\"value\":[{}]} condition,value",
            })
    void refusesWhatCannotWorkWhereItIsSaved(String row) {
        int cut = row.lastIndexOf(' ');
        String body = "{\"url\":\"" + receiver.url("/hook") + "\"," + row.substring(0, cut) + "}";

        JsonNode problem = scene.api.send(HttpMethod.POST, scene.path + "/endpoint", body, UNPROCESSABLE_CONTENT);

        List<String> loc = problem.path("detail")
                .path(0)
                .path("loc")
                .valueStream()
                .map(JsonNode::stringValue)
                .toList();
        assertThat(String.join(",", loc)).isEqualTo("body," + row.substring(cut + 1));
        assertThat(scene.api.get(scene.path + "/endpoint", OK).path("data").size())
                .isZero();
    }
}
