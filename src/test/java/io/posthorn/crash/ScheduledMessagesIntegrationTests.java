package io.posthorn.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.process.PosthornProcess;
import io.posthorn.process.ProcessTest;
import io.posthorn.receiver.ReceivedRequest;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was accepted for later arrives at its time, and not before, although its node died in between. */
@ProcessTest
class ScheduledMessagesIntegrationTests {

    private static final long SECONDS = 8;

    @TempDir
    Path directory;

    @Test
    void keepsItsAppointmentsAcrossAKill() {
        try (ScriptedReceiver receiver = ScriptedReceiver.start();
                PosthornProcess process =
                        PosthornProcess.usedBeforeIn(directory).start()) {
            receiver.respond("/hook", Script.ok());
            AdminApi api = new AdminApi(URI.create(process.baseUrl()), process.adminKey());
            api.post("/api/v1/app", Map.of("name", "Later", "uid", "later"));
            api.post("/api/v1/app/later/endpoint", Map.of("url", receiver.url("/hook")));
            Instant deliverAt = Instant.now().plusSeconds(SECONDS);

            api.post("/api/v1/app/later/msg", message("in-time", Map.of("deliverAt", deliverAt.toString())));
            api.post(
                    "/api/v1/app/later/msg",
                    message(
                            "too-late",
                            Map.of(
                                    "deliverAt", Instant.now().plusSeconds(1).toString(),
                                    "expiresAt", Instant.now().plusMillis(1_001).toString())));
            process.kill9();
            process.start();
            ReceivedRequest request = receiver.awaitRequests(1).getFirst();

            assertThat(Instant.now()).isAfterOrEqualTo(deliverAt);
            assertThat(request.header("webhook-event-type")).isEqualTo("in-time");
            assertThat(receiver.requests()).hasSize(1);
        }
    }

    private static Map<String, Object> message(String type, Map<String, String> terms) {
        Map<String, Object> message = new HashMap<>(terms);
        message.put("eventType", type);
        message.put("payload", Map.of());
        return message;
    }
}
