package io.posthorn.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.crash.Fleet.Node;
import io.posthorn.process.ProcessTest;
import io.posthorn.receiver.Conversation;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
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
    private static final int DOORS_OF_A_KIND = 5;
    private static final String LATE_ATTEMPTS =
            "SELECT count(*) FROM attempt JOIN application a ON a.id = app_id WHERE a.uid = 'late'";
    private static final String LATE_DELIVERED = LATE_ATTEMPTS + " AND attempt.status = 0";

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
            long dead = mentions(other, "is dead");
            long anew = mentions(one, "under a new identity");
            fleet.freeze(one);
            Awaitility.await("the take-over")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> mentions(other, "is dead") > dead);
            fleet.thaw(one);
            Awaitility.await("a new identity")
                    .atMost(Duration.ofSeconds(40))
                    .until(() -> mentions(one, "under a new identity") > anew);
            Tally tally = Checker.check(fleet.quiesce(sender)).assertNone().tally();
            log.warn("{}", tally);

            assertThat(tally.duplicates()).isLessThan(LETTERS_PER_SECOND * 10);
        }
    }

    @Test
    void aNodeThatStoodStillNeitherRecordsWhatItHeardMeanwhileNorSendsWhatItPlanned() {
        CountDownLatch answers = new CountDownLatch(1);
        try (ScriptedReceiver receiver = ScriptedReceiver.start()) {
            int started = furnishLate(receiver, conversation -> answer(conversation, answers));
            one.api().post("/api/v1/app/late/msg", Map.of("eventType", "late", "payload", Map.of()));
            Awaitility.await("one waits for answers and for its third attempts")
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> receiver.requests().size() >= started && number(LATE_ATTEMPTS) >= 2 * DOORS_OF_A_KIND);
            long dead = mentions(other, "is dead");
            long anew = mentions(one, "under a new identity");
            fleet.freeze(one);
            answers.countDown();
            Awaitility.await("the take-over")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> mentions(other, "is dead") > dead);
            Awaitility.await("everything delivered by the other")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> number(LATE_DELIVERED) == 2 * DOORS_OF_A_KIND && number(Books.OWED) == 0);
            long attempts = number(LATE_ATTEMPTS);
            int requests = receiver.requests().size();

            fleet.thaw(one);
            Awaitility.await("a new identity")
                    .atMost(Duration.ofSeconds(40))
                    .until(() -> mentions(one, "under a new identity") > anew);
            Awaitility.await("nothing late")
                    .during(Duration.ofSeconds(3))
                    .atMost(Duration.ofSeconds(4))
                    .until(() -> true);

            assertThat(number(LATE_ATTEMPTS)).as("recorded attempts").isEqualTo(attempts);
            assertThat(receiver.requests()).as("requests").hasSize(requests);
        } finally {
            answers.countDown();
        }
    }

    /** Endpoints that do not answer until they are told, and such as fail twice; how many requests they get at first. */
    private int furnishLate(ScriptedReceiver receiver, Script held) {
        one.api().post("/api/v1/app", Map.of("name", "Late", "uid", "late"));
        for (int i = 1; i <= DOORS_OF_A_KIND; i++) {
            receiver.respond("/held-" + i, held);
            receiver.respond("/failing-" + i, Script.status(500), Script.status(500), Script.ok());
            for (String door : List.of("/held-" + i, "/failing-" + i)) {
                one.api().post("/api/v1/app/late/endpoint", Map.of("url", receiver.url(door)));
            }
        }
        return 3 * DOORS_OF_A_KIND;
    }

    private static void answer(Conversation conversation, CountDownLatch when) throws IOException {
        try {
            when.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
        Script.ok().play(conversation);
    }

    private long number(String question) {
        return Long.parseLong(fleet.database().ask(question));
    }

    private static long mentions(Node node, String words) {
        return node.process().log().lines().filter(line -> line.contains(words)).count();
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
