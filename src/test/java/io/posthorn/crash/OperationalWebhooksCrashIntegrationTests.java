package io.posthorn.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.process.PosthornProcess;
import io.posthorn.process.ProcessTest;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** However the process ends, the product is told of every end that a delivery has come to. */
@ProcessTest
class OperationalWebhooksCrashIntegrationTests {

    private static final Logger log = LoggerFactory.getLogger(OperationalWebhooksCrashIntegrationTests.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MESSAGES_PER_ROUND = 15;
    private static final int KILLED = 137;

    /** Before the outcomes' commit, after it, and between the operational messages and theirs. */
    private static final List<String> PLACES = List.of("outcome.copied:9", "outcome.committed:9", "notice.written:4");

    @TempDir
    Path directory;

    private final List<String> accepted = new ArrayList<>();

    @Test
    void tellsOfEveryEndAcrossCrashes() {
        try (ScriptedReceiver receiver = ScriptedReceiver.start();
                PosthornProcess process = PosthornProcess.usedBeforeIn(directory)
                        .with("POSTHORN_RETRY_SCHEDULE", "100ms,500ms")
                        .with("POSTHORN_PIPELINE_PARKAFTER", "300ms")
                        .with("POSTHORN_THROTTLE_CIRCUIT", "false")
                        .start()) {
            AdminApi api = new AdminApi(URI.create(process.baseUrl()), process.adminKey());
            furnish(receiver, api);
            for (String place : PLACES) {
                crashAt(place, process, api);
            }
            publish("last", api);
            process.kill9();
            process.start();

            for (String type : List.of("message.delivered", "message.attempt.exhausted", "message.completed")) {
                await(type + " of each message")
                        .atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(toldOf(receiver, type)).containsAll(accepted));
            }
            assertThat(accepted).hasSizeGreaterThan(MESSAGES_PER_ROUND);
            log.warn(
                    "{} messages over {} crashes were told of in {} operational messages",
                    accepted.size(),
                    PLACES.size() + 1,
                    receiver.requests("/told").size());
        }
    }

    private static void furnish(ScriptedReceiver receiver, AdminApi api) {
        receiver.respond("/told", Script.ok())
                .respond("/good", Script.ok())
                .respond("/bad", Script.status(500, "never"));
        api.post("/api/v1/app", Map.of("name", "Crashed", "uid", "crashed"));
        api.post("/api/v1/operational-webhook/endpoint", Map.of("url", receiver.url("/told")));
        api.post("/api/v1/app/crashed/endpoint", Map.of("url", receiver.url("/good")));
        api.post("/api/v1/app/crashed/endpoint", Map.of("url", receiver.url("/bad")));
    }

    private void crashAt(String place, PosthornProcess process, AdminApi api) {
        process.kill9();
        String option = "-Dposthorn.crash-point=" + place;
        process.withJvmOption(option).launch();
        await().atMost(Duration.ofMinutes(2))
                .until(() -> process.isHealthy() || !process.handle().isAlive());
        publish(place.replace(':', '-'), api);
        assertThat(process.awaitExit()).as("status of %s", option).isEqualTo(KILLED);
        process.withoutJvmOption(option).start();
    }

    /** What is accepted before the process ends. */
    private void publish(String round, AdminApi api) {
        for (int i = 0; i < MESSAGES_PER_ROUND; i++) {
            String eventId = round + "-" + i;
            try {
                api.post(
                        "/api/v1/app/crashed/msg", Map.of("eventType", "a.b", "eventId", eventId, "payload", Map.of()));
                accepted.add(eventId);
            } catch (IllegalStateException crashed) {
                return;
            }
        }
    }

    private static Set<String> toldOf(ScriptedReceiver receiver, String type) {
        return receiver.requests("/told").stream()
                .filter(request -> type.equals(request.header("webhook-event-type")))
                .map(request -> JSON.readTree(request.text()).path("data").path("msgEventId"))
                .map(JsonNode::stringValue)
                .collect(Collectors.toSet());
    }
}
