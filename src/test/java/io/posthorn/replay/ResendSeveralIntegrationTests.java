package io.posthorn.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpStatus.ACCEPTED;
import static org.springframework.http.HttpStatus.NOT_FOUND;
import static org.springframework.http.HttpStatus.NO_CONTENT;
import static org.springframework.http.HttpStatus.UNPROCESSABLE_CONTENT;

import io.posthorn.PosthornTest;
import io.posthorn.postgres.TestDatabase;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Deliveries that somebody has chosen one by one, sent again by a task. */
@PosthornTest
@DirtiesContext
@TestPropertySource(properties = {"posthorn.egress.allowed-networks=127.0.0.0/8", "posthorn.retry.schedule=20ms"})
class ResendSeveralIntegrationTests {

    private static final String RESEND = "/delivery/resend";

    @LocalServerPort
    private int port;

    @Autowired
    private TestDatabase database;

    private final ScriptedReceiver receiver = ScriptedReceiver.start();
    private ReplayScene scene;

    @BeforeEach
    void begin() {
        scene = new ReplayScene(port, database);
    }

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    @Test
    void sendsEachToItsEndpointAndNothingElse() {
        receiver.respond("/one", Script.status(500)).respond("/two", Script.status(500));
        String one = scene.endpoint(receiver.url("/one"));
        String two = scene.endpoint(receiver.url("/two"), Map.of("uid", "second"));
        List<String> sent = List.of(scene.send("{\"n\":1}"), scene.send("{\"n\":2}"));
        scene.sendMessage("{\"eventType\":\"thing.done\",\"eventId\":\"third\",\"payload\":{\"n\":3}}");
        scene.awaitSettled();
        receiver.respond("/one", Script.ok()).respond("/two", Script.ok());
        int before = receiver.requests().size();

        JsonNode task = resend(List.of(
                named(sent.get(0), one), named(sent.get(1), two), named("third", "second"), named("third", two)));

        assertThat(task.path("task").stringValue()).isEqualTo("application.resend");
        assertThat(task.path("data").path("total").intValue()).isEqualTo(3);
        assertThat(task.path("data").has("endpointId")).isFalse();
        assertEnded(task, 3, 3);
        receiver.awaitRequests(before + 3);
        scene.awaitSettled();
        assertThat(receiver.requests().stream().skip(before).map(request -> request.path() + request.text()))
                .containsExactlyInAnyOrder("/one{\"n\":1}", "/two{\"n\":2}", "/two{\"n\":3}");
        assertThat(scene.get("/delivery/failed/count").path("count").intValue()).isEqualTo(3);
        JsonNode latest = scene.attempts(sent.get(0)).getFirst();
        assertThat(latest.path("triggerType").intValue()).isEqualTo(1);
    }

    @Test
    void leavesOutWhatCannotBeSentAndSendsTheRest() {
        String good = scene.endpoint(receiver.url("/good"));
        String disabled = scene.endpoint(receiver.url("/disabled"));
        String deleted = scene.endpoint(receiver.url("/deleted"));
        String fine = scene.send("{}");
        String emptied = scene.send("{}");
        Instant end = Instant.now().plusSeconds(1);
        String late = scene.sendMessage("{\"eventType\":\"thing.done\",\"payload\":{},\"expiresAt\":\"" + end + "\"}");
        scene.awaitSettled();
        String early = scene.sendMessage("{\"eventType\":\"thing.done\",\"payload\":{},\"deliverAt\":\""
                + Instant.now().plusSeconds(3600) + "\"}");
        ReplayScene other = new ReplayScene(port, database);
        String theirs = other.endpoint(receiver.url("/theirs"));
        String foreign = other.send("{}");
        other.awaitSettled();
        scene.patch(disabled, "{\"disabled\": true}");
        scene.api.send(HttpMethod.DELETE, scene.path + "/endpoint/" + deleted, null, NO_CONTENT);
        scene.api.send(HttpMethod.DELETE, scene.path + "/msg/" + emptied + "/content", null, NO_CONTENT);
        await().until(() -> Instant.now().isAfter(end));
        int before = receiver.requests().size();

        JsonNode task = resend(List.of(
                named(fine, good),
                named(fine, disabled),
                named(fine, deleted),
                named(fine, theirs),
                named(emptied, good),
                named(late, good),
                named(early, good),
                named(foreign, good),
                named(foreign, theirs)));

        assertEnded(task, 1, 9);
        receiver.awaitRequests(before + 1);
        assertThat(scene.ask("SELECT count(*) FROM delivery WHERE state < 2 AND " + other.here()))
                .isEqualTo("0");
        assertThat(receiver.requests()).hasSize(before + 1);
    }

    @Test
    void goesThroughAsManyAsMayBeNamedPageByPage() {
        List<String> endpoints = IntStream.range(0, 5)
                .mapToObj(i -> scene.endpoint(receiver.url("/" + i)))
                .toList();
        List<String> messages =
                IntStream.range(0, 50).mapToObj(i -> scene.send("{}")).toList();
        scene.awaitSettled();

        JsonNode task = resend(messages.stream()
                .flatMap(message -> endpoints.stream().map(endpoint -> named(message, endpoint)))
                .toList());

        assertEnded(task, 250, 250);
        receiver.awaitRequests(500);
        scene.awaitSettled();
        assertThat(receiver.requests()).hasSize(500);
    }

    @Test
    void belongsToTheEndpointWhereThereIsOnlyOne() {
        String endpoint = scene.endpoint(receiver.url("/hook"));
        JsonNode task = resend(List.of(named(scene.send("{}"), endpoint), named(scene.send("{}"), endpoint)));
        assertThat(task.path("data").path("endpointId").stringValue()).isEqualTo(endpoint);
    }

    @Test
    void refusesWhatNamesNothing() {
        String endpoint = scene.endpoint(receiver.url("/hook"));
        scene.post(RESEND, Map.of(), UNPROCESSABLE_CONTENT);
        scene.post(RESEND, Map.of("deliveries", List.of()), UNPROCESSABLE_CONTENT);
        scene.post(RESEND, Map.of("deliveries", List.of(Map.of("msgId", "m"))), UNPROCESSABLE_CONTENT);
        scene.post(RESEND, Map.of("deliveries", Collections.nCopies(251, named("m", endpoint))), UNPROCESSABLE_CONTENT);
        scene.post(RESEND, Map.of("deliveries", List.of(named("unheard-of", endpoint))), NOT_FOUND);
        scene.post(RESEND, Map.of("deliveries", List.of(named(scene.send("{}"), "unheard-of"))), NOT_FOUND);
    }

    private static Map<String, String> named(String message, String endpoint) {
        return Map.of("msgId", message, "endpointId", endpoint);
    }

    private JsonNode resend(List<Map<String, String>> deliveries) {
        return scene.post(RESEND, Map.of("deliveries", deliveries), ACCEPTED);
    }

    private void assertEnded(JsonNode task, int sent, int seen) {
        JsonNode ended = scene.awaitEnd(task);
        assertThat(ended.path("status").stringValue()).isEqualTo("finished");
        assertThat(ended.path("data").path("messagesSent").intValue()).isEqualTo(sent);
        assertThat(ended.path("data").path("messagesSeen").intValue()).isEqualTo(seen);
    }
}
