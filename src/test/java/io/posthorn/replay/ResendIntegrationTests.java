package io.posthorn.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpStatus.BAD_REQUEST;
import static org.springframework.http.HttpStatus.CONFLICT;
import static org.springframework.http.HttpStatus.NOT_FOUND;
import static org.springframework.http.HttpStatus.NO_CONTENT;

import io.posthorn.PosthornTest;
import io.posthorn.id.IdKind;
import io.posthorn.pipeline.Audit;
import io.posthorn.postgres.TestDatabase;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
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
            "posthorn.pipeline.time-to-live=5s",
            "posthorn.pipeline.audit-every=1s",
        })
class ResendIntegrationTests {

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

    @Test
    void sendsADeliveredMessageOnceMoreMarkedAsAskedFor() {
        String endpoint = scene.endpoint(receiver.url("/hook"));
        String message = scene.send("{\"n\":1}");
        receiver.awaitRequests(1);
        scene.awaitSettled();

        scene.resend(message, endpoint);
        receiver.awaitRequests(2);
        scene.awaitSettled();

        assertThat(receiver.requests()).extracting(request -> request.text()).containsExactly("{\"n\":1}", "{\"n\":1}");
        List<JsonNode> attempts = scene.attempts(message);
        assertThat(attempts)
                .extracting(attempt -> attempt.path("triggerType").intValue())
                .containsExactly(1, 0);
        assertThat(scene.ask("SELECT string_agg(number::text, ',' ORDER BY id) FROM attempt WHERE " + scene.here()))
                .isEqualTo("1,2");
        assertThat(ReplayScene.list(scene.get("/endpoint/" + endpoint + "/msg")))
                .hasSize(1);
    }

    @Test
    void goesByTheWholeScheduleAgainAfterExhaustion() {
        receiver.respond(
                "/hook",
                IntStream.range(0, 6)
                        .mapToObj(i -> Script.status(i == 5 ? 200 : 500))
                        .toArray(Script[]::new));
        String endpoint = scene.endpoint(receiver.url("/hook"));
        String message = scene.send("{}");
        receiver.awaitRequests(3);
        scene.awaitSettled();
        assertThat(status(message)).isEqualTo("fail");

        scene.resend(message, endpoint);
        receiver.awaitRequests(6);
        scene.awaitSettled();

        assertThat(scene.attempts(message).reversed())
                .extracting(attempt -> attempt.path("triggerType").intValue())
                .containsExactly(0, 0, 0, 1, 1, 1);
        assertThat(status(message)).isEqualTo("success");
        assertThat(scene.ask("SELECT count(*) FROM delivery WHERE " + scene.here()))
                .isEqualTo("0");
    }

    private String status(String message) {
        return ReplayScene.list(scene.get("/msg/" + message + "/endpoint"))
                .getFirst()
                .path("statusText")
                .stringValue();
    }

    @Test
    void sendsToAnEndpointThatDidNotWantIt() {
        scene.send("{}");
        String endpoint = scene.endpoint(receiver.url("/later"));
        String message = scene.send("{\"n\":2}");
        receiver.awaitRequests(1);
        String young = scene.endpoint(receiver.url("/young"));

        scene.resend(message, young);
        receiver.awaitRequests(2);
        scene.awaitSettled();

        assertThat(receiver.requests("/young")).hasSize(1);
        assertThat(ReplayScene.list(scene.get("/endpoint/" + young + "/msg"))).hasSize(1);
        assertThat(ReplayScene.list(scene.get("/endpoint/" + endpoint + "/msg")))
                .hasSize(1);
    }

    @Test
    void keepsBothOutcomesWhenTheFirstAttemptIsStillUnderWay() {
        receiver.respond("/hook", Script.status(500).after(Duration.ofMillis(900)), Script.ok());
        String endpoint = scene.endpoint(receiver.url("/hook"));
        String message = scene.send("{}");
        receiver.awaitRequests(1);

        scene.resend(message, endpoint);
        await().until(() -> scene.attempts(message).size() >= 3);
        scene.awaitSettled();

        assertThat(scene.attempts(message).stream()
                        .map(attempt -> attempt.path("triggerType").intValue() + " "
                                + attempt.path("responseStatusCode").intValue()))
                .containsExactlyInAnyOrder("1 200", "0 500", "0 200");
        assertThat(scene.ask("SELECT count(*) FROM delivery WHERE " + scene.here()))
                .isEqualTo("0");
        assertThat(ReplayScene.list(scene.get("/endpoint/" + endpoint + "/msg")))
                .hasSize(1);
    }

    @Test
    void takesOverAParkedDeliveryAndKeepsNoSecondRow() {
        receiver.respond("/hook", Script.status(503, "Retry-After", "600"), Script.ok());
        String endpoint = scene.endpoint(receiver.url("/hook"));
        String message = scene.send("{}");
        receiver.awaitRequests(1);
        await().until(() -> scene.ask("SELECT count(*) FROM delivery WHERE state = 0 AND " + scene.here())
                .equals("1"));

        scene.resend(message, endpoint);

        await().until(() -> scene.ask("SELECT bool_and(round > 0) FROM delivery WHERE " + scene.here())
                .equals("t"));
    }

    @Test
    void survivesBeingAskedManyTimesAtOnce() {
        String endpoint = scene.endpoint(receiver.url("/hook"));
        String message = scene.send("{}");
        receiver.awaitRequests(1);
        scene.awaitSettled();

        IntStream.range(0, 20).parallel().forEach(i -> scene.resend(message, endpoint));
        scene.awaitSettled();

        assertThat(receiver.requests()).hasSizeBetween(2, 21);
        assertThat(scene.ask("SELECT count(*) FROM delivery WHERE " + scene.here()))
                .isEqualTo("0");
    }

    @Test
    void isSentAlthoughTheNodeThatTookItDies() {
        receiver.respond("/hook", Script.ok());
        String endpoint = scene.endpoint(receiver.url("/hook"));
        String message = scene.send("{}");
        receiver.awaitRequests(1);
        scene.awaitSettled();
        String dead = "019b0000-0000-7000-8000-000000000009";
        scene.execute("INSERT INTO node (id, name) VALUES ('" + dead + "', 'dead')");

        // As another node would have left it: asked for there, claimed there, and then nothing more.
        scene.execute(
                "INSERT INTO delivery (message_id, endpoint_id, app_id, state, attempts, base, round, due_at, node_id)"
                        + " SELECT id, '" + IdKind.ENDPOINT.parse(endpoint).orElseThrow()
                        + "', app_id, 0, 1, 1, nextval('delivery_round'), now(), '" + dead + "' FROM message WHERE "
                        + scene.here());

        await().atMost(Duration.ofSeconds(40)).until(() -> receiver.requests().size() == 2);
        scene.awaitSettled();
        assertThat(scene.attempts(message).getFirst().path("triggerType").intValue())
                .isEqualTo(1);
    }

    @Test
    void refusesWhatCannotBeSent() {
        String endpoint = scene.endpoint(receiver.url("/hook"));
        String message = scene.send("{}");
        receiver.awaitRequests(1);
        scene.awaitSettled();

        String path = scene.path + "/msg/" + message + "/endpoint/" + endpoint + "/resend";
        scene.patch(endpoint, "{\"disabled\":true}");
        assertThat(scene.api
                        .send(HttpMethod.POST, path, null, CONFLICT)
                        .path("detail")
                        .stringValue())
                .contains("disabled");
        scene.patch(endpoint, "{\"disabled\":false}");
        scene.api.send(HttpMethod.DELETE, scene.path + "/msg/" + message + "/content", null, NO_CONTENT);
        assertThat(scene.api
                        .send(HttpMethod.POST, path, null, BAD_REQUEST)
                        .path("code")
                        .stringValue())
                .isEqualTo("missing_payload");
        scene.api.send(HttpMethod.DELETE, scene.path + "/endpoint/" + endpoint, null, NO_CONTENT);
        scene.api.send(HttpMethod.POST, path, null, NOT_FOUND);
        assertThat(receiver.requests()).hasSize(1);
    }
}
