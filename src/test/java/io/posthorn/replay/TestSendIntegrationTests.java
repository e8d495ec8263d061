package io.posthorn.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.springframework.http.HttpStatus.CONFLICT;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.NOT_FOUND;
import static org.springframework.http.HttpStatus.OK;
import static org.springframework.http.HttpStatus.TOO_MANY_REQUESTS;
import static org.springframework.http.HttpStatus.UNPROCESSABLE_CONTENT;

import com.standardwebhooks.Webhook;
import io.posthorn.PosthornTest;
import io.posthorn.pipeline.Audit;
import io.posthorn.postgres.TestDatabase;
import io.posthorn.receiver.ReceivedRequest;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
class TestSendIntegrationTests {

    private static final String TYPE = """
            {"name":"thing.done","description":"","schemas":{"1":{"type":"object","examples":[{"n":7}]}}}""";

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
        database.execute("DELETE FROM event_type");
        scene.api.post("/api/v1/event-type", TYPE, CREATED);
    }

    @AfterEach
    void nothingWasForgotten() {
        receiver.close();
        assertThat(Audit.forgotten(context)).isZero();
    }

    private long rows() {
        return Long.parseLong(scene.ask("SELECT (SELECT count(*) FROM message WHERE " + scene.here()
                + ") + (SELECT count(*) FROM attempt WHERE " + scene.here() + ")"));
    }

    @Test
    void sendsASignedTestAndTellsWhatCameBack() {
        receiver.respond("/hook", Script.status(500).after(Duration.ofMillis(50)), Script.ok());
        String endpoint = scene.endpoint(
                receiver.url("/hook"),
                Map.of("headers", Map.of("x-key", "hidden"), "form", Map.of("kind", "envelope")));

        JsonNode failed = scene.post("/endpoint/" + endpoint + "/test", Map.of("eventType", "thing.done"), OK);
        JsonNode delivered = scene.api.send(HttpMethod.POST, scene.path + "/endpoint/" + endpoint + "/test", null, OK);

        assertThat(failed.path("delivered").booleanValue()).isFalse();
        assertThat(failed.path("status").intValue()).isEqualTo(500);
        assertThat(failed.path("failure").stringValue()).contains("status 500");
        assertThat(failed.path("durationMillis").intValue()).isGreaterThanOrEqualTo(50);
        assertThat(delivered.path("delivered").booleanValue()).isTrue();
        ReceivedRequest request = receiver.awaitRequests(2).getFirst();
        assertThat(request.text()).endsWith("\"data\":{\"n\":7}}");
        assertThat(request.header("webhook-test")).isEqualTo("true");
        assertThat(request.header("x-key")).isEqualTo("hidden");
        assertThat(failed.path("sent").path("body").stringValue()).isEqualTo(request.text());
        JsonNode headers = failed.path("sent").path("headers");
        assertThat(headers.path("x-key").stringValue()).isEqualTo("***");
        assertThat(headers.path("webhook-signature").stringValue()).isEqualTo("***");
        assertThat(headers.path("webhook-id").stringValue())
                .isEqualTo(request.header("webhook-id"))
                .startsWith("msg_");
        String secret =
                scene.get("/endpoint/" + endpoint + "/secret").path("key").stringValue();
        assertThatCode(() ->
                        new Webhook(secret).verify(request.text(), HttpHeaders.of(request.headers(), (_, _) -> true)))
                .doesNotThrowAnyException();
        assertThat(rows()).isZero();
        assertThat(scene.get("/endpoint/" + endpoint)
                        .path("lastTest")
                        .path("delivered")
                        .booleanValue())
                .isTrue();
    }

    @Test
    void testsAnEndpointThatIsNotSaved() {
        JsonNode test = scene.post(
                "/endpoint/test",
                Map.of("url", receiver.url("/draft"), "payload", Map.of("a", 1), "form", Map.of("kind", "slack")),
                OK);

        assertThat(test.path("delivered").booleanValue()).isTrue();
        assertThat(receiver.requests("/draft").getFirst().text()).isEqualTo("{\"text\":\"posthorn.test\\na: 1\"}");
        assertThat(scene.get("/endpoint").path("data").size()).isZero();
        scene.post("/endpoint/test", Map.of("url", "not a url"), UNPROCESSABLE_CONTENT);
        scene.post("/endpoint/test", Map.of("url", "http://10.0.0.1/"), UNPROCESSABLE_CONTENT);
    }

    @Test
    void saysWhyNothingAnswered() {
        int closed = receiver.port();
        receiver.close();

        JsonNode test = scene.post("/endpoint/test", Map.of("url", "http://127.0.0.1:" + closed + "/"), OK);

        assertThat(test.path("delivered").booleanValue()).isFalse();
        assertThat(test.has("status")).isFalse();
        assertThat(test.path("failure").stringValue()).isNotBlank();
    }

    @Test
    void verifiesAfterSavingAndSavesWhateverComesOfIt() {
        receiver.respond("/bad", Script.status(404));

        JsonNode good =
                scene.api.post(scene.path + "/endpoint?verify=true", Map.of("url", receiver.url("/good")), CREATED);
        JsonNode bad =
                scene.api.post(scene.path + "/endpoint", Map.of("url", receiver.url("/bad"), "verify", true), CREATED);

        assertThat(good.path("verification").path("delivered").booleanValue()).isTrue();
        assertThat(good.path("lastTest").path("status").intValue()).isEqualTo(200);
        assertThat(bad.path("verification").path("delivered").booleanValue()).isFalse();
        JsonNode saved = scene.get("/endpoint/" + bad.path("id").stringValue());
        assertThat(saved.path("lastTest").path("status").intValue()).isEqualTo(404);
        assertThat(saved.path("lastTest").path("reason").stringValue()).contains("404");
        assertThat(saved.path("lastTest").path("at").stringValue()).startsWith("20");
        assertThat(rows()).isZero();
    }

    @Test
    void allowsTenTestsInAMinute() {
        String endpoint = scene.endpoint(receiver.url("/hook"));
        for (int i = 0; i < 10; i++) {
            scene.post("/endpoint/" + endpoint + "/test", Map.of(), OK);
        }

        scene.post("/endpoint/" + endpoint + "/test", Map.of(), TOO_MANY_REQUESTS);
        JsonNode created =
                scene.api.post(scene.path + "/endpoint?verify=true", Map.of("url", receiver.url("/hook")), CREATED);

        assertThat(receiver.requests()).hasSize(10);
        assertThat(created.path("verification").path("failure").stringValue()).startsWith("not tested: ");
    }

    @Test
    void testsWhatDoesNotGetItsMessages() {
        String endpoint = scene.endpoint(receiver.url("/hook"), Map.of("disabled", true));

        assertThat(scene.post("/endpoint/" + endpoint + "/test", Map.of(), OK)
                        .path("delivered")
                        .booleanValue())
                .isTrue();
    }

    @Test
    void sendsAnExampleToOneEndpointAndRecordsIt() {
        scene.endpoint(receiver.url("/other"));
        String endpoint = scene.endpoint(
                receiver.url("/hook"),
                Map.of(
                        "eventTypes", List.of("thing.done"),
                        "channels", List.of("inbox"),
                        "condition", Map.of("path", "n", "operator", "lt", "value", 0)));

        JsonNode message = scene.post("/endpoint/" + endpoint + "/send-example", Map.of("eventType", "thing.done"), OK);

        assertThat(message.path("payload").toString()).isEqualTo("{\"n\":7}");
        assertThat(receiver.awaitRequests(1).getFirst().text()).isEqualTo("{\"n\":7}");
        scene.awaitSettled();
        assertThat(receiver.requests("/other")).isEmpty();
        assertThat(scene.attempts(message.path("id").stringValue())).hasSize(1);
        scene.post("/endpoint/" + endpoint + "/send-example", Map.of("eventType", "unknown"), NOT_FOUND);
        scene.patch(endpoint, "{\"disabled\":true}");
        scene.post("/endpoint/" + endpoint + "/send-example", Map.of("eventType", "thing.done"), CONFLICT);
    }

    @Test
    void sendsAnExampleToItsEndpointAlsoAfterItsNodeDied() {
        scene.endpoint(receiver.url("/other"));
        String endpoint = scene.endpoint(receiver.url("/hook"));
        String first = scene.post("/endpoint/" + endpoint + "/send-example", Map.of("eventType", "thing.done"), OK)
                .path("id")
                .stringValue();
        receiver.awaitRequests(1);
        scene.awaitSettled();

        // As a node leaves it that dies after the commit: the message, nothing done, and nobody owns it.
        String attempts = "DELETE FROM attempt WHERE " + scene.here();
        scene.execute(attempts);
        scene.execute("INSERT INTO pending (message_id) SELECT id FROM message WHERE " + scene.here());

        receiver.awaitRequests(2);
        scene.awaitSettled();
        assertThat(receiver.requests("/other")).isEmpty();
        assertThat(receiver.requests("/hook")).hasSize(2);
        assertThat(scene.attempts(first)).hasSize(1);
    }
}
