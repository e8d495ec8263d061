package io.posthorn.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpStatus.CREATED;

import io.posthorn.ApiClient;
import io.posthorn.kafka.Letter;
import io.posthorn.kafka.TestKafka;
import io.posthorn.postgres.FreshDatabaseInitializer;
import io.posthorn.postgres.TestDatabase;
import io.posthorn.process.PosthornProcess;
import io.posthorn.process.ProcessTest;
import io.posthorn.receiver.ReceivedRequest;
import io.posthorn.receiver.ScriptedReceiver;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged jar reads some thousand records and is killed again and again while it does, first when it has read all
 * it may and could write none of it.
 */
@ProcessTest
class KafkaCrashIntegrationTests {

    private static final int RECORDS = 4000;
    private static final int PARTITIONS = 2;
    private static final String GROUP = "crash";
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final Duration MANY_COMMITS = Duration.ofSeconds(1);
    private static final String HELD =
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'COPY message%'";

    /** It ends in the middle of its second group: written and not committed, committed and nobody told. */
    private static final String[] CRASH_POINTS = {
        "-Dposthorn.crash-point=keyed-append.copied:2", "-Dposthorn.crash-point=keyed-append.committed:2"
    };

    @TempDir
    Path directory;

    private final TestKafka kafka = TestKafka.shared();
    private final String topic = kafka.newTopic("crash", PARTITIONS);

    @Test
    void losesNoRecordAndPassesNoneThatIsNotDurable() throws SQLException {
        try (ScriptedReceiver receiver = ScriptedReceiver.start();
                PosthornProcess process = process()) {
            process.start();
            furnish(ApiClient.of(URI.create(process.baseUrl()).getPort()), receiver);
            TestDatabase database = process.database().connection();
            try (Connection table = database.holding("LOCK TABLE message IN SHARE MODE")) {
                kafka.sendAll(letters(0, RECORDS / 4));
                await().atMost(LONG).until(() -> !database.ask(HELD).equals("0"));
                await().during(MANY_COMMITS)
                        .atMost(LONG)
                        .failFast("an offset passed what is not written", () -> kafka.committed(GROUP, topic) != 0)
                        .until(() -> true);
                process.kill9();
                table.rollback();
            }
            // A statement that waits for a lock does not notice that nobody waits for its result any more.
            await().atMost(LONG).until(() -> database.ask(HELD).equals("0"));
            assertNothingPassed(database);
            for (int i = 0; i < CRASH_POINTS.length; i++) {
                kafka.sendAll(letters((i + 1) * RECORDS / 4, RECORDS / 4));
                process.withJvmOption(CRASH_POINTS[i]).launch();
                assertThat(process.awaitExit()).isEqualTo(137);
                process.withoutJvmOption(CRASH_POINTS[i]);
                assertNothingPassed(process.database().connection());
            }
            kafka.sendAll(letters(3 * RECORDS / 4, RECORDS / 4));
            process.start();
            TestDatabase last = process.database().connection();
            await().atMost(LONG).until(() -> messages(last) == RECORDS);
            await().atMost(LONG).until(() -> kafka.committed(GROUP, topic) == RECORDS);
            await().atMost(LONG).until(() -> bodies(receiver).size() == RECORDS);
            assertThat(last.ask("SELECT count(DISTINCT event_id) FROM message")).isEqualTo("" + RECORDS);
        }
    }

    private PosthornProcess process() {
        return PosthornProcess.usedBeforeIn(directory)
                .with("POSTHORN_ADMIN_KEY", FreshDatabaseInitializer.ADMIN_KEY)
                .with("POSTHORN_KAFKA_BOOTSTRAP_SERVERS", kafka.brokers())
                .with("POSTHORN_KAFKA_GROUP_ID", GROUP)
                .with("POSTHORN_KAFKA_COMMIT_EVERY", "20ms")
                .with("POSTHORN_KAFKA_MEMORY", "256KB")
                .with("POSTHORN_KAFKA_PROPERTIES_SESSION_TIMEOUT_MS", "6000")
                .with("POSTHORN_KAFKA_TOPICS_0_NAME", topic)
                .with("POSTHORN_KAFKA_TOPICS_0_APPLICATION", "acme")
                .with("POSTHORN_KAFKA_TOPICS_0_EVENT_TYPE", "a.b");
    }

    private static void furnish(ApiClient api, ScriptedReceiver receiver) {
        api.post("/api/v1/app", Map.of("name", "acme", "uid", "acme"), CREATED);
        api.post("/api/v1/app/acme/endpoint", Map.of("url", receiver.url("/")), CREATED);
    }

    private List<Letter> letters(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(n -> Letter.of(topic, "{\"n\":" + n + "}").to(n % PARTITIONS))
                .toList();
    }

    private static long messages(TestDatabase database) {
        return Long.parseLong(database.ask("SELECT count(*) FROM message"));
    }

    /** Each record below a committed offset is a message. */
    private void assertNothingPassed(TestDatabase database) {
        for (Map.Entry<TopicPartition, OffsetAndMetadata> committed :
                kafka.committed(GROUP).entrySet()) {
            if (!committed.getKey().topic().equals(topic)) {
                continue;
            }
            String events = IntStream.range(0, (int) committed.getValue().offset())
                    .mapToObj(offset -> "('" + topic + "-" + committed.getKey().partition() + "-" + offset + "')")
                    .collect(Collectors.joining(","));
            assertThat(database.ask("SELECT count(*) FROM (VALUES " + events + ") AS passed (event)"
                            + " WHERE event NOT IN (SELECT event_id FROM message)"))
                    .as("passed and not durable in %s", committed)
                    .isEqualTo("0");
        }
    }

    private static Set<String> bodies(ScriptedReceiver receiver) {
        return receiver.requests().stream().map(ReceivedRequest::text).collect(Collectors.toCollection(HashSet::new));
    }
}
