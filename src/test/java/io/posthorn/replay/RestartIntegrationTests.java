package io.posthorn.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.id.IdKind;
import io.posthorn.postgres.TestDatabase;
import io.posthorn.process.PosthornProcess;
import io.posthorn.process.ProcessTest;
import io.posthorn.receiver.ReceivedRequest;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One installation is killed at its work on resends and tasks, and started again on the same data. */
@ProcessTest
class RestartIntegrationTests {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ATTEMPTS =
            "SELECT count(*) || ' ' || count(DISTINCT message_id) FROM attempt WHERE app_id = ";

    private static PosthornProcess posthorn;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ScriptedReceiver receiver = ScriptedReceiver.start();
    private String app;
    private String endpoint;

    /** What the receiver does not answer is not to hold up the test for longer than it must. */
    @BeforeAll
    static void start(@TempDir Path directory) {
        posthorn = PosthornProcess.usedBeforeIn(directory)
                .with("POSTHORN_PIPELINE_ATTEMPTTIMEOUT", "2s")
                .start();
    }

    @AfterAll
    static void stop() {
        posthorn.close();
    }

    @BeforeEach
    void furnish() {
        app = post("/app", Map.of("name", "Restart")).path("id").stringValue();
        endpoint = post("/app/" + app + "/endpoint", Map.of("url", receiver.url("/hook")))
                .path("id")
                .stringValue();
    }

    @AfterEach
    void close() {
        receiver.close();
        http.close();
    }

    @Test
    void sendsWhatWasAskedForRightBeforeItWasKilled() {
        String message = post("/app/" + app + "/msg", Map.of("eventType", "a", "payload", Map.of("n", 1)))
                .path("id")
                .stringValue();
        receiver.awaitRequests(1);
        awaitNothingOwed();
        receiver.respond("/hook", Script.hang(), Script.ok());

        post("/app/" + app + "/msg/" + message + "/endpoint/" + endpoint + "/resend", Map.of());
        posthorn.kill9();
        int before = receiver.requests().size();
        posthorn.start();

        await().atMost(PATIENCE).until(() -> receiver.requests().size() > before);
        awaitNothingOwed();
        JsonNode latest =
                get("/app/" + app + "/attempt/msg/" + message).path("data").get(0);
        assertThat(latest.path("triggerType").intValue()).isEqualTo(1);
        assertThat(latest.path("status").intValue()).isZero();
    }

    @Test
    void goesOnWithATaskWhereItWasKilled() {
        oldMessages(3000);
        String task = post(
                        "/app/" + app + "/endpoint/" + endpoint + "/replay-missing",
                        Map.of("since", "2020-01-01T00:00:00Z", "messagesPerSecond", 600))
                .path("id")
                .stringValue();
        for (int kills = 1; kills <= 2; kills++) {
            int enough = kills * 700;
            await().atMost(PATIENCE).until(() -> receiver.requests().size() > enough);
            posthorn.kill9();
            posthorn.start();
        }
        assertThat(sentBy(task)).isEqualTo(3000);
        Map<String, Long> arrivals = receiver.requests().stream()
                .collect(Collectors.groupingBy(
                        (ReceivedRequest request) -> request.header("webhook-id"), Collectors.counting()));
        assertThat(arrivals).hasSize(3000);
        // What was on its way at a kill comes again; nothing else may.
        assertThat(receiver.requests().size() - 3000).isBetween(0, 2 * 200);
        assertThat(database().ask(ATTEMPTS + ofApp())).isEqualTo("3000 3000");
        assertThat(posthorn.log()).doesNotContain("not in its memory");
    }

    @Test
    void sendsWhatWasChosenRightBeforeItWasKilled() {
        List<Map<String, String>> chosen = new ArrayList<>();
        for (int number = 1; number <= 200; number++) {
            String message = post("/app/" + app + "/msg", Map.of("eventType", "a", "payload", Map.of("n", number)))
                    .path("id")
                    .stringValue();
            chosen.add(Map.of("msgId", message, "endpointId", endpoint));
        }
        receiver.awaitRequests(200);
        awaitNothingOwed();

        String task = post("/app/" + app + "/delivery/resend", Map.of("deliveries", chosen))
                .path("id")
                .stringValue();
        posthorn.kill9();
        posthorn.start();

        assertThat(sentBy(task)).isEqualTo(200);
        assertThat(database().ask(ATTEMPTS + ofApp() + " AND trigger = 1")).isEqualTo("200 200");
    }

    private void oldMessages(int count) {
        database()
                .execute("INSERT INTO message (id, app_id, event_type, channels, tags, payload)"
                        + " SELECT uuidv7(interval '-1 minute' + n * interval '1 millisecond'), " + ofApp()
                        + ", 'a', '{}', '{}', '{}'::bytea FROM generate_series(1, " + count + ") AS n");
    }

    private String ofApp() {
        return "'" + IdKind.APPLICATION.parse(app).orElseThrow() + "'";
    }

    private TestDatabase database() {
        return posthorn.database().connection();
    }

    private void awaitNothingOwed() {
        await().atMost(PATIENCE).until(() -> database()
                .ask("SELECT (SELECT count(*) FROM pending) + (SELECT count(*) FROM delivery WHERE state < 2)")
                .equals("0"));
    }

    private JsonNode get(String path) {
        return send(request(path).GET().build());
    }

    private JsonNode post(String path, Map<String, ?> body) {
        return send(request(path)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(posthorn.baseUrl() + "/api/v1" + path))
                .header("authorization", "Bearer " + posthorn.adminKey());
    }

    private JsonNode send(HttpRequest request) {
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** How many messages the task has sent, once it is finished and all of them are delivered. */
    private int sentBy(String task) {
        await().atMost(PATIENCE).until(() -> get("/background-task/" + task)
                .path("status")
                .stringValue()
                .equals("finished"));
        awaitNothingOwed();
        return get("/background-task/" + task).path("data").path("messagesSent").intValue();
    }
}
