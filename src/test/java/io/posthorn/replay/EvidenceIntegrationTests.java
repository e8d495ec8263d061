package io.posthorn.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.NO_CONTENT;
import static org.springframework.http.HttpStatus.OK;

import com.standardwebhooks.Webhook;
import io.posthorn.PosthornTest;
import io.posthorn.pipeline.Audit;
import io.posthorn.postgres.TestDatabase;
import io.posthorn.receiver.ReceivedRequest;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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

/** What people are told about a delivery: who got it, who did not and why, what was sent, and how to repeat it. */
@PosthornTest
@DirtiesContext
@TestPropertySource(
        properties = {
            "posthorn.egress.allowed-networks=127.0.0.0/8",
            "posthorn.retry.preset=none",
            "posthorn.pipeline.attempt-timeout=1s",
            "posthorn.pipeline.audit-every=1s",
        })
class EvidenceIntegrationTests {

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

    private String why(String message, String endpoint) {
        return ReplayScene.list(scene.get("/msg/" + message + "/destination")).stream()
                .filter(line -> line.path("endpointId").stringValue().equals(endpoint))
                .map(line -> line.path("why").stringValue())
                .findFirst()
                .orElse("no line");
    }

    @Test
    void saysOfEveryEndpointWhatBecameOfTheMessage() {
        receiver.respond("/refuses", Script.status(500))
                .respond("/moved", Script.status(308, "Location", "https://example.com/new"))
                .respond("/hangs", Script.hang())
                .respond("/later", Script.status(503, "Retry-After", "600"))
                .respond("/gone", Script.status(410));
        scene.api.post("/api/v1/event-type", Map.of("name", "other.type", "description", "d"), CREATED);
        String ok = scene.endpoint(receiver.url("/ok"));
        String refuses = scene.endpoint(receiver.url("/refuses"));
        String moved = scene.endpoint(receiver.url("/moved"));
        String hangs = scene.endpoint(receiver.url("/hangs"));
        String gone = scene.endpoint(receiver.url("/gone"));
        String typed = scene.endpoint(receiver.url("/typed"), Map.of("eventTypes", List.of("other.type")));
        String channelled = scene.endpoint(receiver.url("/channelled"), Map.of("channels", List.of("red", "blue")));
        String disabled = scene.endpoint(receiver.url("/disabled"), Map.of("disabled", true));
        String deleted = scene.endpoint(receiver.url("/deleted"));
        String message = scene.send("{}");
        await().until(() -> scene.attempts(message).size() == 6);
        scene.awaitSettled();
        scene.api.send(HttpMethod.DELETE, scene.path + "/endpoint/" + deleted, null, NO_CONTENT);
        String young = scene.endpoint(receiver.url("/young"));

        assertThat(why(message, ok)).isEqualTo("delivered: 1 attempt, the last was answered with 200");
        assertThat(why(message, refuses)).isEqualTo("given up; 1 attempt, the last was refused with 500");
        assertThat(why(message, moved))
                .isEqualTo("given up; 1 attempt, the last was refused with 308: redirects to https://example.com/new;"
                        + " redirects are not followed, so use that URL");
        assertThat(why(message, hangs))
                .startsWith("given up; 1 attempt, the last had no answer: no answer within 1 s: waited")
                .contains("for the response headers");
        assertThat(why(message, gone)).startsWith("discarded: the receiver answered 410 Gone; 1 attempt");
        assertThat(why(message, typed))
                .isEqualTo("not sent: the endpoint takes other.type, the message is of type thing.done");
        assertThat(why(message, channelled))
                .isEqualTo("not sent: the endpoint hears the channels blue, red, the message has none");
        assertThat(why(message, disabled)).startsWith("not sent: the endpoint is disabled");
        assertThat(why(message, deleted)).startsWith("delivered").endsWith("; the endpoint was deleted since");
        assertThat(why(message, young)).startsWith("not sent: the endpoint was created later, at ");
        assertThat(scene.get("/msg/" + message + "/destination?limit=4")
                        .path("done")
                        .booleanValue())
                .isFalse();
        assertThat(ReplayScene.list(scene.get("/msg/" + message + "/destination")))
                .hasSize(10);
    }

    @Test
    void saysWhatWaitsAndForWhat() {
        receiver.respond("/refused", Script.status(500));
        String endpoint = scene.endpoint(receiver.url("/refused"));
        String message = scene.send("{}");
        scene.awaitSettled();
        await().until(() -> scene.attempts(message).size() == 1);

        scene.execute("UPDATE delivery SET state = 0, due_at = '2099-01-01T00:00:00Z' WHERE " + scene.here());
        assertThat(why(message, endpoint))
                .isEqualTo("the next attempt is due at 2099-01-01T00:00:00Z; 1 attempt, the last was refused with 500");
        scene.execute("UPDATE delivery SET state = 2, due_at = NULL WHERE " + scene.here());
    }

    @Test
    void countsWhatAnEndpointWasSent() {
        receiver.respond("/hook", Script.ok(), Script.status(500));
        String endpoint = scene.endpoint(receiver.url("/hook"));
        scene.send("{}");
        receiver.awaitRequests(1);
        scene.send("{}");
        scene.awaitSettled();
        await().until(() ->
                scene.get("/endpoint/" + endpoint + "/stats").path("fail").intValue() == 1);

        JsonNode stats = scene.get("/endpoint/" + endpoint + "/stats");
        assertThat(stats.propertyNames())
                .containsExactlyInAnyOrder("success", "pending", "sending", "fail", "canceled");
        assertThat(stats.path("success").intValue()).isEqualTo(1);
        assertThat(stats.path("pending").intValue()).isZero();
        scene.execute("UPDATE delivery SET state = 1 WHERE " + scene.here());
        JsonNode released = scene.get("/endpoint/" + endpoint + "/stats");
        assertThat(released.path("pending").intValue()
                        + released.path("sending").intValue())
                .isBetween(0, 1);
        assertThat(scene.get("/endpoint/" + endpoint + "/stats?until=2021-01-01T00:00:00Z")
                        .path("success")
                        .intValue())
                .isZero();
        scene.awaitSettled();
        assertThat(scene.get("/attempt/endpoint/" + endpoint + "/count?status=0")
                        .path("count")
                        .intValue())
                .isEqualTo(1);
        assertThat(scene.get("/attempt/endpoint/" + endpoint + "/count")
                        .path("approximated")
                        .booleanValue())
                .isFalse();
    }

    @Test
    void makesTheHeadersOfAnAttemptUpAgainAsTheyWere() {
        String endpoint = scene.endpoint(receiver.url("/hook"), Map.of("headers", Map.of("x-api-key", "hush")));
        String message =
                scene.sendMessage("{\"eventType\":\"thing.done\",\"channels\":[\"a\",\"b\"],\"payload\":{\"n\":1}}");
        ReceivedRequest request = receiver.awaitRequests(1).getFirst();
        await().until(() -> scene.attempts(message).size() == 1);
        String attempt = scene.attempts(message).getFirst().path("id").stringValue();

        JsonNode shown = scene.get("/msg/" + message + "/attempt/" + attempt + "/headers");

        assertThat(shown.path("sensitive").valueStream().map(JsonNode::stringValue))
                .containsExactlyInAnyOrder("webhook-signature", "svix-signature", "x-api-key");
        assertThat(shown.path("reconstructed").booleanValue()).isTrue();
        shown.path("sentHeaders").properties().forEach(header -> {
            String sent = request.header(header.getKey());
            if (header.getKey().endsWith("-signature") || header.getKey().equals("x-api-key")) {
                assertThat(header.getValue().stringValue()).isEqualTo("***");
            } else if (header.getKey().endsWith("-timestamp")) {
                assertThat(Long.parseLong(header.getValue().stringValue()))
                        .isBetween(Long.parseLong(sent) - 1, Long.parseLong(sent) + 1);
            } else {
                assertThat(header.getValue().stringValue()).as(header.getKey()).isEqualTo(sent);
            }
        });
        assertThat(endpoint).startsWith("ep_");
    }

    @Test
    void givesACommandThatRepeatsTheRequest() throws Exception {
        String endpoint = scene.endpoint(receiver.url("/hook"));
        String message = scene.send("{\"it's\":\"$(hostile) `payload` \\\\\"}");
        ReceivedRequest first = receiver.awaitRequests(1).getFirst();
        String path = "/msg/" + message + "/endpoint/" + endpoint + "/curl";

        assertThat(scene.get(path).path("curl").stringValue()).contains("webhook-signature: ***");
        run(scene.get(path + "?sign=true").path("curl").stringValue());

        ReceivedRequest again = receiver.awaitRequests(2).get(1);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.header("webhook-id")).isEqualTo(first.header("webhook-id"));
        String secret = scene.api
                .get(scene.path + "/endpoint/" + endpoint + "/secret", OK)
                .path("key")
                .stringValue();
        new Webhook(secret)
                .verify(
                        again.text(),
                        Map.of(
                                "webhook-id", List.of(again.header("webhook-id")),
                                "webhook-timestamp", List.of(again.header("webhook-timestamp")),
                                "webhook-signature", List.of(again.header("webhook-signature"))));
    }

    private static void run(String command) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-c", command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(shell.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void joinsMessagesToAttempts() {
        String endpoint = scene.endpoint(receiver.url("/hook"));
        String message = scene.send("{\"n\": 1.10}");
        await().until(() -> scene.attempts(message).size() == 1);

        JsonNode with = ReplayScene.list(scene.get("/attempt/endpoint/" + endpoint + "?with_msg=true"))
                .getFirst();
        JsonNode without =
                ReplayScene.list(scene.get("/attempt/endpoint/" + endpoint)).getFirst();

        assertThat(with.path("msg").path("id").stringValue()).isEqualTo(message);
        assertThat(with.path("msg").path("payload").path("n").asString()).isEqualTo("1.1");
        assertThat(without.has("msg")).isFalse();
    }
}
