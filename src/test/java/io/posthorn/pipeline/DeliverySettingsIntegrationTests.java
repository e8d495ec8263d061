package io.posthorn.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpMethod.PATCH;
import static org.springframework.http.HttpMethod.PUT;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.OK;
import static org.springframework.http.HttpStatus.UNPROCESSABLE_CONTENT;

import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** What applications and endpoints say about how they are tried; the installation says 100 ms three times and 1 s. */
@PosthornTest
@DirtiesContext
@TestPropertySource(
        properties = {
            "posthorn.egress.allowed-networks=127.0.0.0/8",
            "posthorn.retry.schedule=100ms,100ms,100ms",
            "posthorn.pipeline.attempt-timeout=1s",
            "posthorn.pipeline.time-to-live=3s",
            "posthorn.egress.user-agent=Installation/1",
        })
class DeliverySettingsIntegrationTests {

    @LocalServerPort
    private int port;

    @Autowired
    private DatabaseClient database;

    private final ScriptedReceiver receiver = ScriptedReceiver.start();
    private ApiClient api = ApiClient.of(0);
    private @Nullable Scene made;

    @BeforeEach
    void makeAScene() {
        api = ApiClient.of(port);
        made = new Scene(api, database);
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void triesAsOftenAsTheEndpointSays() {
        alwaysFails();
        scene().endpoint(receiver.url("/none"), Map.of("retry", Map.of("preset", "none")));
        scene().endpoint(receiver.url("/two"), Map.of("retry", Map.of("delays", List.of(0.05, 0.1))));
        scene().endpoint(
                        receiver.url("/five"),
                        Map.of("retry", Map.of("exponential", Map.of("base", 0.1, "factor", 1, "maxAttempts", 5))));
        scene().endpoint(receiver.url("/usual"));

        scene().sendEvent("{}");

        Scene.awaitRequests(receiver, "/five", 5);
        awaitExhausted(4);
        assertThat(receiver.requests("/none")).hasSize(1);
        assertThat(receiver.requests("/two")).hasSize(3);
        assertThat(receiver.requests("/five")).hasSize(5);
        assertThat(receiver.requests("/usual")).hasSize(4);
    }

    @Test
    void doesNotRetryTheStatusesThatTheEndpointNames() {
        receiver.respond("/teapot", Script.status(418));
        receiver.respond("/broken", Script.status(500));
        Map<String, ?> retry = Map.of("retry", Map.of("delays", List.of(0), "noRetryOn", List.of(418)));
        scene().endpoint(receiver.url("/teapot"), retry);
        scene().endpoint(receiver.url("/broken"), retry);

        scene().sendEvent("{}");

        awaitExhausted(2);
        assertThat(receiver.requests("/teapot")).hasSize(1);
        assertThat(receiver.requests("/broken")).hasSize(2);
    }

    @Test
    void followsTheApplicationWhereTheEndpointSaysNothing() {
        alwaysFails();
        scene().endpoint(receiver.url("/none"));
        scene().endpoint(receiver.url("/two"), Map.of("retry", Map.of("delays", List.of(0, 0))));
        api.send(PATCH, app(), "{\"retry\": {\"preset\": \"none\"}}", OK);

        scene().sendEvent("{}");
        awaitExhausted(2);

        assertThat(receiver.requests("/none")).hasSize(1);
        assertThat(receiver.requests("/two")).hasSize(3);
    }

    @Test
    void waitsAsLongAsTheEndpointSays() {
        receiver.respond("/patient", Script.ok().after(Duration.ofMillis(4500)));
        receiver.respond("/short", Script.ok().after(Duration.ofMillis(4500)));
        String none = "none";
        scene().endpoint(receiver.url("/patient"), Map.of("timeoutSeconds", 9, "retry", Map.of("preset", none)));
        scene().endpoint(receiver.url("/short"), Map.of("timeoutSeconds", 2, "retry", Map.of("preset", none)));

        scene().sendEvent("{}");

        awaitExhausted(1);
        await().atMost(Duration.ofSeconds(15))
                .until(() -> attempts("status = 0").equals(List.of("200")));
        assertThat(Integer.parseInt(
                        scene().column("SELECT duration_ms FROM attempt WHERE status = 2 AND " + scene().here())
                                .getFirst()))
                .isBetween(1900, 4000);
    }

    @Test
    void callsUsWhatTheApplicationOrItsOrganizationSays() {
        scene().endpoint(receiver.url("/"));
        scene().sendEvent("{}");
        assertThat(receiver.awaitRequests(1).get(0).header("user-agent")).isEqualTo("Installation/1");

        api.send(PATCH, app(), "{\"userAgent\": \"Shop/2 (webhooks)\"}", OK);
        scene().sendEvent("{}");
        assertThat(receiver.awaitRequests(2).get(1).header("user-agent")).isEqualTo("Shop/2 (webhooks)");

        String changedBy = api.get(app(), OK).path("changedBy").stringValue();
        organization("{\"userAgent\": \"Group/3\"}", OK);
        scene().sendEvent("{}");
        assertThat(receiver.awaitRequests(3).get(2).header("user-agent")).isEqualTo("Shop/2 (webhooks)");

        api.send(PATCH, app(), "{\"userAgent\": null}", OK);
        organization("{\"userAgent\": \"Group/4\"}", OK);
        scene().sendEvent("{}");
        assertThat(receiver.awaitRequests(4).get(3).header("user-agent")).isEqualTo("Group/4");
        assertThat(api.get(app(), OK).path("changedBy").stringValue()).isEqualTo(changedBy);

        organization("{\"userAgent\": null}", OK);
        scene().sendEvent("{}");
        assertThat(receiver.awaitRequests(5).get(4).header("user-agent")).isEqualTo("Installation/1");
    }

    @Test
    void showsAndNotesWhatAnOrganizationCallsUs() {
        JsonNode made = api.post("/api/v1/organization", Map.of("name", "Group", "userAgent", "Group/1"), CREATED);
        String id = made.path("id").stringValue();
        String path = "/api/v1/organization/" + id;
        JsonNode renamed = api.send(PATCH, path, "{\"name\": \"Other\"}", OK);
        JsonNode silent = api.send(PATCH, path, "{\"userAgent\": null}", OK);

        assertThat(made.path("userAgent").stringValue()).isEqualTo("Group/1");
        assertThat(renamed.path("userAgent").stringValue()).isEqualTo("Group/1");
        assertThat(silent.has("userAgent")).isFalse();
        assertThat(api.get(path, OK)).isEqualTo(silent);
        assertThat(silent.path("name").stringValue()).isEqualTo("Other");
        JsonNode audit = api.get("/api/v1/audit?subject=" + id, OK).path("data");
        assertThat(audit.findValuesAsString("action"))
                .containsExactly("organization.update", "organization.update", "organization.create");
        assertThat(audit.path(0).path("fields").toString()).isEqualTo("[\"userAgent\"]");
        assertThat(audit.path(2).path("fields").toString()).isEqualTo("[\"name\",\"userAgent\"]");
        api.send(PATCH, path, "{\"userAgent\": \"" + "a".repeat(256) + "\"}", OK);
        api.send(PATCH, path, "{\"userAgent\": \"" + "a".repeat(257) + "\"}", UNPROCESSABLE_CONTENT);
        api.send(PATCH, path, "{\"userAgent\": \"a\\nb\"}", UNPROCESSABLE_CONTENT);
        api.send(PATCH, path, "{\"name\": null}", UNPROCESSABLE_CONTENT);
    }

    /** Changes the organization that the admin key acts in. */
    private void organization(String body, HttpStatus expected) {
        String id = api.get("/api/v1/organization?order=ascending&limit=1", OK)
                .at("/data/0/id")
                .stringValue();
        api.send(PATCH, "/api/v1/organization/" + id, body, expected);
    }

    @Test
    void showsWhatWasSaidInTheFormItWasSaidIn() {
        JsonNode application = api.send(PATCH, app(), """
                {"retry": {"exponential": {"base": 2, "maxAttempts": 10}, "noRetryOn": [404, 400]}, "timeoutSeconds": 30,
                 "userAgent": "a"}
                """, OK);
        assertThat(application.path("retry").toString())
                .isEqualTo("{\"exponential\":{\"base\":2,\"factor\":2,\"maxAttempts\":10},\"noRetryOn\":[400,404]}");
        assertThat(application.path("timeoutSeconds").intValue()).isEqualTo(30);
        assertThat(api.get(app(), OK)).isEqualTo(application);

        String endpoint = app() + "/endpoint/"
                + scene().endpoint(receiver.url("/"), Map.of("retry", Map.of("delays", List.of(0, 0.5, 86_400))));
        assertThat(api.get(endpoint, OK).path("retry").toString())
                .isEqualTo("{\"delays\":[0,0.5,86400],\"noRetryOn\":[]}");
        assertThat(api.send(PATCH, endpoint, "{\"description\": \"d\"}", OK)
                        .path("retry")
                        .has("delays"))
                .isTrue();
        assertThat(api.send(PATCH, endpoint, "{\"retry\": null, \"timeoutSeconds\": 7}", OK)
                        .has("retry"))
                .isFalse();
        assertThat(api.send(PUT, endpoint, "{\"url\": \"" + receiver.url("/") + "\"}", OK)
                        .has("timeoutSeconds"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"retry\": {}}",
                "{\"retry\": \"svix\"}",
                "{\"retry\": {\"preset\": \"fast\"}}",
                "{\"retry\": {\"preset\": \"svix\", \"delays\": [1]}}",
                "{\"retry\": {\"delays\": [-1]}}",
                "{\"retry\": {\"delays\": [86401]}}",
                "{\"retry\": {\"delays\": [\"1\"]}}",
                "{\"retry\": {\"exponential\": {\"base\": 0, \"maxAttempts\": 5}}}",
                "{\"retry\": {\"exponential\": {\"base\": 1}}}",
                "{\"retry\": {\"exponential\": {\"base\": 1, \"maxAttempts\": 101}}}",
                "{\"retry\": {\"exponential\": {\"base\": 1, \"maxAttempts\": 5, \"factor\": 0.5}}}",
                "{\"retry\": {\"preset\": \"svix\", \"noRetryOn\": [200]}}",
                "{\"timeoutSeconds\": 0}",
                "{\"timeoutSeconds\": 31}",
                "{\"userAgent\": \"\"}",
                "{\"userAgent\": \"a\\r\\nb\"}",
                "{\"userAgent\": \"é\"}"
            })
    void refusesWhatMakesNoSense(String body) {
        api.send(PATCH, app(), body, UNPROCESSABLE_CONTENT);
    }

    @Test
    void takesWhatIsAtTheLimitAndNoMore() {
        api.send(PATCH, app(), "{\"userAgent\": \"" + "a".repeat(256) + "\"}", OK);
        api.send(PATCH, app(), "{\"userAgent\": \"" + "a".repeat(257) + "\"}", UNPROCESSABLE_CONTENT);
        api.send(PATCH, app(), "{\"retry\": {\"delays\": [" + "0,".repeat(98) + "0]}}", OK);
        api.send(PATCH, app(), "{\"retry\": {\"delays\": [" + "0,".repeat(99) + "0]}}", UNPROCESSABLE_CONTENT);
        api.send(PATCH, app(), "{\"retry\": " + notRetried(50) + "}", OK);
        api.send(PATCH, app(), "{\"retry\": " + notRetried(51) + "}", UNPROCESSABLE_CONTENT);
        api.send(PATCH, app(), "{\"timeoutSeconds\": 30}", OK);
        api.post("/api/v1/app", Map.of("name", "n", "timeoutSeconds", 1), CREATED);
    }

    private static String notRetried(int count) {
        String codes =
                IntStream.range(400, 400 + count).mapToObj(Integer::toString).collect(Collectors.joining(","));
        return "{\"preset\": \"svix\", \"noRetryOn\": [" + codes + "]}";
    }

    private Scene scene() {
        return Objects.requireNonNull(made);
    }

    private void alwaysFails() {
        List.of("/none", "/two", "/five", "/usual").forEach(path -> receiver.respond(path, Script.status(500)));
    }

    private String app() {
        return "/api/v1/app/" + scene().app();
    }

    private List<String> attempts(String condition) {
        return scene().column("SELECT code FROM attempt WHERE " + condition + " AND " + scene().here());
    }

    private void awaitExhausted(int count) {
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        scene().count("SELECT count(*) FROM delivery WHERE state = 2 AND " + scene().here()) == count);
    }
}
