package io.posthorn.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.crash.Fleet.Node;
import io.posthorn.process.ProcessTest;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The database is restored from a backup that was made before some messages were delivered: nothing is sent from it
 * before somebody says so.
 */
@ProcessTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestoreIntegrationTests {

    private static final int MESSAGES = 5;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ScriptedReceiver receiver = ScriptedReceiver.start().respond("/hook", Script.ok());
    private Fleet fleet;
    private Node node;
    private Path backup;
    private Path delivered;
    private int received;
    private int said;

    /** Accepted, backed up, delivered. */
    @BeforeAll
    void deliverAfterABackup(@TempDir Path directory) {
        fleet = Fleet.open(directory, "restore", (name, process) -> process.with("POSTHORN_ROLES", "ingest"), "alone");
        node = fleet.node(0);
        node.api().post("/api/v1/app", Map.of("name", "Restored", "uid", "restored"));
        node.api().post("/api/v1/app/restored/endpoint", Map.of("url", receiver.url("/hook")));
        for (int i = 0; i < MESSAGES; i++) {
            node.api().post("/api/v1/app/restored/msg", Map.of("eventType", "saved", "payload", Map.of()));
        }
        stopAll();
        backup = fleet.server().backUp("accepted");
        fleet.server().restart();
        node.process().with("POSTHORN_ROLES", "ingest,dispatch").start();
        Awaitility.await().until(() -> receiver.requests().size() == MESSAGES);
        Awaitility.await().until(() -> fleet.database().ask(Books.OWED).equals("0"));
        stopAll();
        delivered = fleet.server().backUp("delivered");
    }

    private void stopAll() {
        assertThat(node.process().stop()).isEqualTo(143);
        fleet.server().stop();
    }

    /** Whatever the test before left: everything is delivered, and nothing runs. */
    @BeforeEach
    void asItWasWhenAllWasDelivered() throws IOException {
        if (node.process().isAlive()) {
            stopAll();
        }
        fleet.server().restore(delivered, false);
        received = receiver.requests().size();
        said = node.process().log().length();
    }

    private void startOnWhatIsDelivered() {
        fleet.server().restart();
        node.process().start();
    }

    @AfterAll
    void close() {
        fleet.close();
        receiver.close();
    }

    @Test
    void aNodeThatStartsOnItWaitsForAnOperator() throws IOException, InterruptedException {
        fleet.server().restore(backup, true);
        fleet.server().restart();

        node.process().start();

        assertThatNothingIsSentUntilResumed("system identifier/timeline");
    }

    @Test
    void aNodeThatLivesThroughItStopsByItself() throws IOException, InterruptedException {
        startOnWhatIsDelivered();
        fleet.server().stop();
        fleet.server().restore(backup, false);
        fleet.server().restart();

        Awaitility.await("the node to notice").atMost(Duration.ofSeconds(30)).until(() -> saysNow("NOTHING IS SENT"));
        assertThatNothingIsSentUntilResumed("restored to an earlier state");
    }

    @Test
    void aSuccessorThatHasEverythingStopsNobody() throws IOException, InterruptedException {
        startOnWhatIsDelivered();
        fleet.server().stop();
        Path everything = fleet.server().backUp("everything");
        fleet.server().restore(everything, true);
        fleet.server().restart();

        Awaitility.await("the node to notice")
                .atMost(Duration.ofSeconds(30))
                .until(() -> saysNow("on another timeline"));
        assertThat(dispatch()).isEmpty();
        node.api().post("/api/v1/app/restored/msg", Map.of("eventType", "saved", "payload", Map.of()));
        Awaitility.await().until(() -> receiver.requests().size() == received + 1);
    }

    private boolean saysNow(String words) {
        return node.process().log().substring(said).contains(words);
    }

    private void assertThatNothingIsSentUntilResumed(String reason) throws IOException, InterruptedException {
        JsonNode state = node.api().get("/api/v1/dispatch");
        assertThat(state.path("state").stringValue()).isEqualTo("stopped");
        assertThat(state.path("reason").stringValue()).contains(reason);
        assertThat(state.path("messages").intValue()).isEqualTo(MESSAGES);
        assertThat(dispatch()).contains("stopped");
        node.api().post("/api/v1/app/restored/msg", Map.of("eventType", "new", "payload", Map.of()));
        Awaitility.await()
                .during(Duration.ofSeconds(3))
                .until(() -> receiver.requests().size() == received);

        node.api().post("/api/v1/dispatch/resume", Map.of());

        Awaitility.await().until(() -> receiver.requests().size() == received + MESSAGES + 1);
        assertThat(dispatch()).isEmpty();
        node.process().restart();
        assertThat(dispatch()).as("it asks once").isEmpty();
    }

    private Optional<String> dispatch() throws IOException, InterruptedException {
        HttpRequest health = HttpRequest.newBuilder(URI.create(node.process().baseUrl() + "/api/v1/health"))
                .build();
        return HTTP.send(health, HttpResponse.BodyHandlers.discarding())
                .headers()
                .firstValue("posthorn-dispatch");
    }
}
