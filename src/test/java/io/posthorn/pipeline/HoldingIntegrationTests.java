package io.posthorn.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpStatus.NO_CONTENT;
import static org.springframework.http.HttpStatus.OK;
import static org.springframework.http.HttpStatus.UNPROCESSABLE_CONTENT;

import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import io.posthorn.id.IdKind;
import io.posthorn.receiver.ReceivedRequest;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** What an endpoint cannot take now is held: no attempt is used, and it goes out when the receiver is back. */
@PosthornTest
@DirtiesContext
@TestPropertySource(
        properties = {
            "posthorn.egress.allowed-networks=127.0.0.0/8",
            "posthorn.retry.schedule=400ms,400ms,400ms,400ms,400ms,400ms",
            "posthorn.pipeline.attempt-timeout=1s",
            "posthorn.pipeline.disable-after=30m",
            "posthorn.pipeline.disable-warning=10m",
        })
class HoldingIntegrationTests {

    private static final int MESSAGES = 30;

    @LocalServerPort
    private int port;

    @Autowired
    private DatabaseClient database;

    @Autowired
    private SelfAudit audit;

    @Autowired
    private HealthWatch watch;

    private final ScriptedReceiver receiver = ScriptedReceiver.start();
    private Scene scene;

    @BeforeEach
    void begin() {
        scene = new Scene(ApiClient.of(port), database);
    }

    @AfterEach
    void nothingWasForgotten() {
        receiver.close();
        assertThat(audit.forgotten()).isZero();
    }

    private JsonNode shown(String endpoint) {
        return ApiClient.of(port).get("/api/v1/app/" + scene.app() + "/endpoint/" + endpoint, OK);
    }

    private long held() {
        return scene.count("SELECT count(*) FROM delivery WHERE state = 1 AND node_id IS NULL AND " + scene.here());
    }

    @Test
    void anOutageUsesUpNothingAndHealsByItself() {
        receiver.respond("/hook", Script.status(500));
        String endpoint = scene.endpoint(receiver.url("/hook"));

        IntStream.range(0, MESSAGES).forEach(i -> scene.sendEvent("{\"n\":" + i + "}"));
        await().atMost(Duration.ofSeconds(20)).until(() -> held() == MESSAGES);

        JsonNode health = shown(endpoint).path("health");
        assertThat(health.path("state").asString()).isEqualTo("held");
        assertThat(health.path("reason").asString()).contains("in a row").contains("500");
        int wasted = receiver.requests("/hook").size();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> receiver.requests("/hook").size() > wasted && held() == MESSAGES);
        assertThat(scene.count("SELECT count(*) FROM delivery WHERE state > 1 AND " + scene.here()))
                .isZero();

        receiver.respond("/hook", Script.ok());
        await().atMost(Duration.ofSeconds(60))
                .until(() -> scene.count(
                                "SELECT count(DISTINCT message_id) FROM attempt WHERE status = 0 AND " + scene.here())
                        == MESSAGES);
        scene.awaitSettled();
        assertThat(receiver.requests("/hook").stream()
                        .skip(wasted)
                        .map(ReceivedRequest::text)
                        .distinct())
                .hasSize(MESSAGES);
        assertThat(scene.count("SELECT max(number) FROM attempt WHERE " + scene.here()))
                .isLessThan(7);
        assertThat(shown(endpoint).path("health").isMissingNode()).isTrue();
    }

    @Test
    void aMessageThatFailsForItselfKeepsItsSchedule() {
        receiver.respond("/hook", Script.status(400));
        scene.endpoint(receiver.url("/hook"));

        scene.sendEvent("{}");
        receiver.awaitRequests(7);
        scene.awaitSettled();

        assertThat(scene.column("SELECT state || ' ' || attempts FROM delivery WHERE " + scene.here()))
                .containsExactly("2 7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"endpoint", "application", "host"})
    void whatIsPausedWaitsAndGoesOutWhenItIsResumed(String kind) {
        receiver.respond("/hook", Script.ok());
        String endpoint = scene.endpoint(receiver.url("/hook"));
        String at = "/api/v1/"
                + switch (kind) {
                    case "endpoint" -> "app/" + scene.app() + "/endpoint/" + endpoint;
                    case "application" -> "app/" + scene.app();
                    default -> "host/127.0.0.1:" + receiver.port();
                };
        ApiClient api = ApiClient.of(port);

        api.post(at + "/pause", Map.of("reason", "moving house"), NO_CONTENT);
        IntStream.range(0, 5).forEach(i -> scene.sendEvent("{\"n\":" + i + "}"));
        await().atMost(Duration.ofSeconds(10)).until(() -> held() == 5);

        assertThat(shown(endpoint).path("health").path("state").stringValue()).isEqualTo("paused");
        if (!kind.equals("host")) {
            assertThat(shown(endpoint).path("health").path("reason").stringValue())
                    .contains("moving house")
                    .contains("admin");
        }
        assertThat(receiver.requests()).isEmpty();
        api.send(HttpMethod.POST, at + "/resume", null, NO_CONTENT);
        Scene.awaitRequests(receiver, "/hook", 5);
        scene.awaitSettled();
        assertThat(scene.count("SELECT max(number) FROM attempt WHERE " + scene.here()))
                .isOne();
        assertThat(shown(endpoint).path("health").isMissingNode()).isTrue();
    }

    @Test
    void whatExpiresWhileItIsPausedEndsWithItsRecord() {
        String endpoint = scene.endpoint(receiver.url("/hook"));
        ApiClient api = ApiClient.of(port);
        String at = "/api/v1/app/" + scene.app() + "/endpoint/" + endpoint;
        api.send(HttpMethod.POST, at + "/pause", null, NO_CONTENT);
        String expiresAt = Instant.now().plusSeconds(3).toString();
        String terms = "\"expiresAt\": \"" + expiresAt + "\", \"eventType\":\"thing.done\",\"payload\":{}}";
        IntStream.range(0, 3).forEach(i -> scene.send("{" + terms));
        scene.sendEvent("{\"kept\":true}");
        await().atMost(Duration.ofSeconds(10)).until(() -> held() == 4);

        await().atMost(Duration.ofSeconds(10)).until(() -> held() == 1);

        assertThat(scene.column("SELECT DISTINCT reason FROM delivery WHERE state = 3 AND " + scene.here()))
                .singleElement()
                .asString()
                .startsWith("the message expired at " + expiresAt.substring(0, 18));
        assertThat(receiver.requests()).isEmpty();
        api.send(HttpMethod.POST, at + "/resume", null, NO_CONTENT);
        Scene.awaitRequests(receiver, "/hook", 1);
        scene.awaitSettled();
        assertThat(receiver.requests("/hook"))
                .singleElement()
                .extracting(ReceivedRequest::text)
                .isEqualTo("{\"kept\":true}");
    }

    @Test
    void whatExpiresBehindAnOpenCircuitEndsWithItsRecord() {
        receiver.respond("/hook", Script.status(500));
        scene.endpoint(receiver.url("/hook"));
        String expiresAt = Instant.now().plusSeconds(8).toString();
        String message = "{\"expiresAt\": \"" + expiresAt + "\", \"eventType\":\"thing.done\",\"payload\":{}}";
        IntStream.range(0, 12).forEach(i -> scene.send(message));
        await().atMost(Duration.ofSeconds(20)).until(() -> held() == 12);

        await().atMost(Duration.ofSeconds(20)).until(() -> held() == 0);

        scene.awaitSettled();
        assertThat(scene.count("SELECT count(*) FROM delivery WHERE state = 3 AND " + scene.here()))
                .isEqualTo(12);
    }

    @Test
    void enablingAgainStartsCleanAndTellsWhatWasMissed() {
        receiver.respond("/hook", Script.status(410));
        String endpoint = scene.endpoint(receiver.url("/hook"));
        String at = "/api/v1/app/" + scene.app() + "/endpoint/" + endpoint;
        ApiClient api = ApiClient.of(port);
        assertThat(shown(endpoint).has("missedSince")).isFalse();
        Instant before = Instant.now().minusSeconds(1);
        scene.sendEvent("{\"n\":0}");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> shown(endpoint).path("disabled").booleanValue());
        IntStream.range(1, 4).forEach(i -> scene.sendEvent("{\"n\":" + i + "}"));
        scene.awaitSettled();

        receiver.respond("/hook", Script.ok());
        JsonNode enabled = api.send(HttpMethod.PATCH, at, "{\"disabled\": false}", OK);

        String since = enabled.path("missedSince").stringValue();
        assertThat(Instant.parse(since)).isBetween(before, Instant.now());
        assertThat(enabled.path("health").isMissingNode()).isTrue();
        Map<String, String> range = Map.of("since", since);
        assertThat(api.post(at + "/replay-missing?dry_run=true", range, OK)
                        .path("count")
                        .longValue())
                .isEqualTo(3);
        assertThat(shown(endpoint).path("missedSince").stringValue()).isEqualTo(since);
        api.post(at + "/replay-missing", range, HttpStatus.ACCEPTED);
        Scene.awaitRequests(receiver, "/hook", 4);
        scene.awaitSettled();
        assertThat(shown(endpoint).has("missedSince")).isFalse();
    }

    @Test
    void whoeverDisablesItKnowsFromWhenOnItMissesMessages() {
        String endpoint = scene.endpoint(receiver.url("/hook"));
        String at = "/api/v1/app/" + scene.app() + "/endpoint/" + endpoint;
        ApiClient api = ApiClient.of(port);

        String since = api.send(HttpMethod.PATCH, at, "{\"disabled\": true}", OK)
                .path("missedSince")
                .stringValue();
        api.send(HttpMethod.PATCH, at, "{\"disabled\": false}", OK);
        api.send(HttpMethod.PATCH, at, "{\"disabled\": true}", OK);

        assertThat(shown(endpoint).path("missedSince").stringValue()).isEqualTo(since);
    }

    @Test
    void namesAHostWithItsPort() {
        ApiClient api = ApiClient.of(port);
        api.post("/api/v1/host/example.com/pause", Map.of(), UNPROCESSABLE_CONTENT);
        api.send(HttpMethod.POST, "/api/v1/host/Example.com:443/pause", null, NO_CONTENT);
        assertThat(api.get("/api/v1/host", OK).path("data").path(0).path("host").stringValue())
                .isEqualTo("example.com:443");
        api.send(HttpMethod.POST, "/api/v1/host/example.com:443/resume", null, NO_CONTENT);
        assertThat(api.get("/api/v1/host", OK).path("data")).isEmpty();
    }

    @Test
    void keepsAnEndpointsOwnRate() {
        receiver.respond("/hook", Script.ok());
        scene.endpoint(receiver.url("/hook"), Map.of("throttleRate", 20));

        String batch =
                "[" + String.join(",", Collections.nCopies(62, "{\"eventType\":\"thing.done\",\"payload\":{}}")) + "]";
        long began = System.nanoTime();
        ApiClient.of(port).post("/api/v1/app/" + scene.app() + "/msg/batch", batch, HttpStatus.ACCEPTED);
        Scene.awaitRequests(receiver, "/hook", 62);

        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofMillis(2_900), Duration.ofSeconds(20));
        scene.awaitSettled();
    }

    @Test
    void disablesAfterDaysOfNothingButFailures() {
        receiver.respond("/hook", Script.status(500));
        String endpoint = scene.endpoint(receiver.url("/hook"));
        UUID id = IdKind.ENDPOINT.parse(endpoint).orElseThrow();
        IntStream.range(0, 12).forEach(i -> scene.sendEvent("{\"n\":" + i + "}"));
        await().atMost(Duration.ofSeconds(20)).until(() -> held() == 12);

        scene.column("UPDATE endpoint_health SET failing_since = now() - interval '25 minutes' WHERE endpoint_id = '"
                + id + "' RETURNING 1");
        watch.sweep().toFuture().join();
        assertThat(scene.column("SELECT warned_at IS NOT NULL FROM endpoint_health WHERE endpoint_id = '" + id + "'"))
                .containsExactly("true");
        assertThat(shown(endpoint).path("disabled").booleanValue()).isFalse();
        scene.column("UPDATE endpoint_health SET failing_since = now() - interval '31 minutes' WHERE endpoint_id = '"
                + id + "' RETURNING 1");
        watch.sweep().toFuture().join();

        assertThat(shown(endpoint).path("disabled").booleanValue()).isTrue();
        assertThat(shown(endpoint).path("disabledReason").stringValue()).contains("only failed since");
        assertThat(Instant.parse(shown(endpoint).path("missedSince").stringValue()))
                .isBefore(Instant.now().minus(Duration.ofMinutes(30)));
        scene.awaitSettled();
        assertThat(scene.count("SELECT count(*) FROM delivery WHERE state = 3 AND " + scene.here()))
                .isEqualTo(12);
    }
}
