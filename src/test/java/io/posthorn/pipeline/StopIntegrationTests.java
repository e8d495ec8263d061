package io.posthorn.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpStatus.ACCEPTED;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.NOT_FOUND;
import static org.springframework.http.HttpStatus.NO_CONTENT;
import static org.springframework.http.HttpStatus.OK;

import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import io.posthorn.endpoint.Pause.Kind;
import io.posthorn.endpoint.Pauses;
import io.posthorn.receiver.ReceivedRequest;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** The operators' switches, and traces that go on: what both change is what is sent. */
@PosthornTest
@DirtiesContext
@TestPropertySource(properties = {"posthorn.egress.allowed-networks=127.0.0.0/8", "posthorn.tracing.propagate=true"})
class StopIntegrationTests {

    private static final Duration HEARD = Duration.ofMillis(1_500);
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";

    @LocalServerPort
    private int port;

    @Autowired
    private DatabaseClient database;

    @Autowired
    private SelfAudit audit;

    @Autowired
    private Pauses pauses;

    private final ScriptedReceiver receiver = ScriptedReceiver.start();
    private ApiClient api;
    private Scene scene;

    @BeforeEach
    void begin() {
        api = ApiClient.of(port);
        scene = new Scene(api, database);
        receiver.respond("/hook", Script.ok());
    }

    @AfterEach
    void goOn() {
        api.send(POST, "/api/v1/resume", null, NO_CONTENT);
        scene.awaitSettled();
        receiver.close();
        assertThat(audit.forgotten()).isZero();
    }

    private String of(String kind) {
        return kind.equals("everything")
                ? "/api/v1"
                : "/api/v1/organization/"
                        + api.get("/api/v1/organization", OK)
                                .path("data")
                                .path(0)
                                .path("id")
                                .stringValue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"organization", "everything"})
    void whatIsStoppedWaitsAndGoesOutLater(String kind) {
        String endpoint = scene.endpoint(receiver.url("/hook"));
        String at = of(kind);

        api.post(at + "/pause", Map.of("reason", "moving house"), NO_CONTENT);
        IntStream.range(0, 5).forEach(i -> scene.sendEvent("{\"n\":" + i + "}"));

        await().until(() -> scene.count("SELECT count(*) FROM delivery WHERE state = 1 AND " + scene.here()) == 5);
        String shown = "/api/v1/app/" + scene.app() + "/endpoint/" + endpoint;
        assertThat(api.get(shown, OK).path("health").path("reason").stringValue())
                .contains(kind)
                .contains("moving house");
        JsonNode stops = api.get("/api/v1/pause", OK).path("data");
        assertThat(stops).hasSize(1);
        assertThat(stops.path(0).path("organization").isNull()).isEqualTo(kind.equals("everything"));
        assertThat(receiver.requests()).isEmpty();

        api.send(POST, at + "/resume", null, NO_CONTENT);
        Scene.awaitRequests(receiver, "/hook", 5);
        scene.awaitSettled();
        assertThat(api.get("/api/v1/pause", OK).path("data")).isEmpty();
        assertThat(api.get("/api/v1/audit", OK).path("data").toString())
                .contains(kind + ".pause")
                .contains(kind + ".resume");
    }

    @Test
    void whatAnotherNodeWasToldHoldsHereWithinASecondOrSo() {
        scene.endpoint(receiver.url("/hook"));
        scene.column("INSERT INTO pause (kind, key, paused_by) VALUES ('everything', '', 'another') RETURNING 1");

        await().atMost(HEARD).until(() -> pauses.count(Kind.EVERYTHING) == 1);

        scene.sendEvent("{}");
        await().until(() -> scene.count("SELECT count(*) FROM delivery WHERE state = 1 AND " + scene.here()) == 1);
        assertThat(receiver.requests()).isEmpty();
    }

    @Test
    void oneListingHasAllThatIsPaused() {
        String endpoint = scene.endpoint(receiver.url("/hook"));
        String app = "/api/v1/app/" + scene.app();
        String host = receiver.url("/").replaceAll("https?://|/", "");
        // Paused from what reaches least, so that neither order is that of time.
        api.post(app + "/endpoint/" + endpoint + "/pause", Map.of("reason", "being moved"), NO_CONTENT);
        api.send(POST, app + "/pause", null, NO_CONTENT);
        api.send(POST, "/api/v1/host/" + host + "/pause", null, NO_CONTENT);
        api.send(POST, of("organization") + "/pause", null, NO_CONTENT);
        api.send(POST, "/api/v1/pause", null, NO_CONTENT);

        JsonNode stops = api.get("/api/v1/pause", OK);

        api.send(POST, "/api/v1/resume", null, NO_CONTENT);
        api.send(POST, of("organization") + "/resume", null, NO_CONTENT);
        api.send(POST, "/api/v1/host/" + host + "/resume", null, NO_CONTENT);
        api.send(POST, app + "/resume", null, NO_CONTENT);
        api.send(POST, app + "/endpoint/" + endpoint + "/resume", null, NO_CONTENT);
        assertThat(stops.path("counts").propertyStream())
                .hasSize(5)
                .allMatch(count -> count.getValue().asInt() == 1);
        assertThat(stops.path("data"))
                .extracting(stop -> stop.path("organization").isNull())
                .containsExactly(true, false);
        assertThat(stops.path("paused"))
                .extracting(paused -> paused.path("kind").stringValue())
                .containsExactly("host", "application", "endpoint");
        assertThat(stops.path("paused").path(0).path("host").stringValue()).isEqualTo(host);
        assertThat(stops.path("paused").path(1).path("applicationId").stringValue())
                .isEqualTo(scene.app());
        JsonNode last = stops.path("paused").path(2);
        assertThat(last.path("applicationId").stringValue()).isEqualTo(scene.app());
        assertThat(last.path("endpointId").stringValue()).isEqualTo(endpoint);
        assertThat(last.path("url").stringValue()).isEqualTo(receiver.url("/hook"));
        assertThat(last.path("application").stringValue()).isEqualTo("Scene");
        assertThat(last.path("reason").stringValue()).isEqualTo("being moved");
        assertThat(last.path("pausedBy").stringValue()).isNotEmpty();
        assertThat(last.has("since")).isTrue();
        assertThat(api.get("/api/v1/pause", OK).path("paused")).isEmpty();
    }

    @Test
    void theListingIsBoundedAndSaysHowManyThereAre() {
        scene.column("INSERT INTO pause (kind, key, paused_by) SELECT 'endpoint',"
                + " '019a0000-0000-7000-8000-' || lpad(n::text, 12, '0'), 'many' FROM generate_series(1, 251) AS n"
                + " RETURNING 1");
        scene.column("INSERT INTO pause (kind, key, paused_by) VALUES ('host', 'many.example:443', 'one') RETURNING 1");

        JsonNode stops = api.get("/api/v1/pause", OK);

        scene.column("DELETE FROM pause WHERE paused_by IN ('many', 'one') RETURNING 1");
        assertThat(stops.path("paused")).hasSize(250);
        assertThat(stops.path("paused").path(0).path("kind").stringValue()).isEqualTo("host");
        assertThat(stops.path("counts").path("endpoint").asInt()).isEqualTo(251);
    }

    @Test
    void testsByHandAreNotSentEither() {
        String endpoint = scene.endpoint(receiver.url("/hook"));
        api.send(POST, "/api/v1/pause", null, NO_CONTENT);

        JsonNode answer = api.send(POST, "/api/v1/app/" + scene.app() + "/endpoint/" + endpoint + "/test", "{}", OK);

        assertThat(answer.toString()).contains("paused");
        assertThat(receiver.requests()).isEmpty();
    }

    @Test
    void anOrganizationThatIsNotThereCannotBeStopped() {
        api.send(POST, "/api/v1/organization/unknown/pause", null, NOT_FOUND);
        String other = api.post("/api/v1/organization", Map.of("name", "Other"), CREATED)
                .path("id")
                .stringValue();
        api.send(POST, "/api/v1/organization/" + other + "/pause", null, NO_CONTENT);
        scene.endpoint(receiver.url("/hook"));

        scene.sendEvent("{}");
        Scene.awaitRequests(receiver, "/hook", 1);
        api.send(POST, "/api/v1/organization/" + other + "/resume", null, NO_CONTENT);
    }

    @Test
    void eachAttemptIsASpanOfTheTraceThatSentTheMessage() {
        receiver.respond("/hook", Script.status(500), Script.ok());
        scene.endpoint(receiver.url("/hook"));

        sendTraced("/msg", "{\"eventType\":\"a.b\",\"payload\":{}}");
        Scene.awaitRequests(receiver, "/hook", 2);
        sendTraced("/msg/batch", "[{\"eventType\":\"a.b\",\"payload\":{}}]");
        Scene.awaitRequests(receiver, "/hook", 3);

        assertThat(receiver.requests("/hook"))
                .extracting(request -> request.header("traceparent"))
                .allMatch(header -> header.matches("00-" + TRACE + "-(?!0{16})[0-9a-f]{16}-01"))
                .noneMatch(header -> header.contains(SPAN))
                .doesNotHaveDuplicates();
        scene.awaitSettled();
    }

    @Test
    void aMessageThatWaitedInTheDatabaseHasItsTraceStill() {
        scene.endpoint(receiver.url("/hook"));

        Instant later = Instant.now().plusMillis(500);
        sendTraced("/msg", "{\"eventType\":\"a.b\",\"payload\":{},\"deliverAt\":\"" + later + "\"}");
        Scene.awaitRequests(receiver, "/hook", 1);

        assertThat(receiver.requests("/hook").getFirst().header("traceparent"))
                .matches("00-" + TRACE + "-(?!" + SPAN + ")[0-9a-f]{16}-01");
        scene.awaitSettled();
    }

    @Test
    void aMessageWithoutATraceGetsNone() {
        scene.endpoint(receiver.url("/hook"));
        scene.sendEvent("{}");
        Scene.awaitRequests(receiver, "/hook", 1);

        assertThat(receiver.requests("/hook"))
                .extracting(ReceivedRequest::headers)
                .noneMatch(headers -> headers.containsKey("traceparent"));
    }

    private void sendTraced(String path, String body) {
        api.anonymous()
                .post()
                .uri("/api/v1/app/" + scene.app() + path)
                .header("Authorization", "Bearer " + api.key())
                .header("traceparent", "00-" + TRACE + "-" + SPAN + "-01")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isEqualTo(ACCEPTED)
                .expectBody()
                .returnResult();
    }
}
