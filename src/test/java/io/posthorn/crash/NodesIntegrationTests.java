package io.posthorn.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.crash.Fleet.Node;
import io.posthorn.process.ProcessTest;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Two nodes on one PostgreSQL. */
@ProcessTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodesIntegrationTests {

    private static final Logger log = LoggerFactory.getLogger(NodesIntegrationTests.class);
    private static final int LETTERS_PER_SECOND = 20;

    private Fleet fleet;
    private Node one;
    private Node other;

    @BeforeAll
    void open(@TempDir Path directory) {
        fleet = Fleet.open(directory, "nodes", "one", "other");
        one = fleet.node(0);
        other = fleet.node(1);
    }

    @AfterAll
    void close() {
        fleet.close();
    }

    @Test
    void aMessageToOneNodeFindsTheEndpointThatAnotherJustMade() {
        try (ScriptedReceiver receiver = ScriptedReceiver.start()) {
            one.api().post("/api/v1/app", Map.of("name", "Haste", "uid", "haste"));
            for (int i = 1; i <= 20; i++) {
                String path = "/" + i;
                receiver.respond(path, Script.ok());
                one.api().post("/api/v1/app/haste/endpoint", Map.of("url", receiver.url(path), "uid", "e" + i));
                other.api().post("/api/v1/app/haste/msg", Map.of("eventType", "made", "payload", Map.of("n", i)));
                Awaitility.await(path).until(() -> !receiver.requests(path).isEmpty());
            }
        }
    }

    @Test
    void aNodeKnowsWithinASecondWhatAnotherWasTold() {
        try (ScriptedReceiver receiver = ScriptedReceiver.start()) {
            receiver.respond("/paused", Script.ok());
            one.api().post("/api/v1/app", Map.of("name", "Pause", "uid", "pause"));
            one.api().post("/api/v1/app/pause/endpoint", Map.of("url", receiver.url("/paused"), "uid", "p"));
            Map<String, Object> message = Map.of("eventType", "heard", "payload", Map.of());
            other.api().post("/api/v1/app/pause/msg", message);
            Awaitility.await().until(() -> receiver.requests().size() == 1);

            one.api().post("/api/v1/app/pause/endpoint/p/pause", Map.of());
            Awaitility.await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
            other.api().post("/api/v1/app/pause/msg", message);
            Awaitility.await()
                    .during(Duration.ofSeconds(1))
                    .until(() -> receiver.requests().size() == 1);

            one.api().post("/api/v1/app/pause/endpoint/p/resume", Map.of());
            Awaitility.await()
                    .atMost(Duration.ofSeconds(3))
                    .until(() -> receiver.requests().size() == 2);
        }
    }

    @Test
    void aNodeThatStoodStillBeginsAnewAndWritesNothingLate() {
        try (Sender sender = fleet.sender(3)) {
            sender.begin(LETTERS_PER_SECOND);
            Awaitility.await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
            fleet.freeze(one);
            Awaitility.await("the take-over")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> other.process().log().contains("is dead"));
            fleet.thaw(one);
            Awaitility.await("a new identity")
                    .atMost(Duration.ofSeconds(40))
                    .until(() -> one.process().log().contains("under a new identity"));
            Tally tally = Checker.check(fleet.quiesce(sender)).assertNone().tally();
            log.warn("{}", tally);

            assertThat(tally.duplicates()).isLessThan(LETTERS_PER_SECOND * 10);
        }
    }

    @Test
    void aNodeThatStopsHandsItsWorkOverAndRepeatsNothing() {
        long before = fleet.events().size();
        try (Sender sender = fleet.sender(4, List.of(other))) {
            sender.beginAt(1_000_000, LETTERS_PER_SECOND);
            Awaitility.await().until(() -> fleet.events().size() > before + 200);
            assertThat(fleet.stop(other)).isTrue();
            sender.pause();
            Awaitility.await("what the other one left is taken up")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> fleet.database().ask(Books.OWED).equals("0"));
            other.process().start();
            Checker.check(fleet.quiesce(sender)).assertNone();
        }
    }
}
