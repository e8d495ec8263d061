package io.posthorn.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.crash.Event.Way;
import io.posthorn.id.IdKind;
import io.posthorn.postgres.TestDatabase;
import io.posthorn.process.PosthornProcess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The sender's process with its embedded database, and around it the witnesses: a {@link Sender} of letters, a
 * {@link Receiver} with all {@linkplain Door doors}, and the {@link Journal} of both.
 */
final class Stand implements AutoCloseable {

    /** Short, so that a run is; the third one leaves memory, and those after it are never reached. */
    static final List<Duration> WAITS = Stream.of(300, 1500, 3000, 1000, 1000, 1000, 1000, 1000, 1000)
            .map(Duration::ofMillis)
            .toList();

    static final Duration PARK_AFTER = Duration.ofSeconds(2);

    private static final double JITTER = 0.2;
    private static final Duration QUIET_WITHIN = Duration.ofSeconds(90);

    private final PosthornProcess process;
    private final Journal journal;
    private final Receiver receiver;
    private final Map<UUID, Door> doors = new HashMap<>();
    private final String application;
    private final Sender sender;

    private Stand(PosthornProcess process, Path notes, long seed) {
        this.process = process;
        this.journal = new Journal(notes);
        this.receiver = new Receiver(journal);
        AdminApi api = new AdminApi(URI.create(process.baseUrl()), process.adminKey());
        application =
                api.post("/api/v1/app", Map.of("name", "Crash")).path("id").stringValue();
        String path = "/api/v1/app/" + application;
        for (Door door : Door.values()) {
            furnish(api, path, door);
        }
        URI messages = URI.create(process.baseUrl() + path + "/msg");
        this.sender = new Sender(journal, seed, () -> messages, process.adminKey());
    }

    private void furnish(AdminApi api, String application, Door door) {
        Map<String, Object> endpoint = new HashMap<>(Map.of("url", receiver.url(door)));
        if (!door.channels().isEmpty()) {
            endpoint.put("channels", door.channels());
        }
        String id = api.post(application + "/endpoint", endpoint).path("id").stringValue();
        doors.put(IdKind.ENDPOINT.parse(id).orElseThrow(), door);
        receiver.trust(
                door,
                api.get(application + "/endpoint/" + id + "/secret").path("key").stringValue());
    }

    /** One whose process runs; its notes go to {@code target/crash}. */
    static Stand open(Path directory, String name, long seed) {
        PosthornProcess process = waiting(
                WAITS,
                PARK_AFTER,
                PosthornProcess.usedBeforeIn(directory)
                        .with("POSTHORN_RETRY_JITTER", Double.toString(JITTER))
                        .with("POSTHORN_PIPELINE_AUDITEVERY", "2s")
                        // One door in a hundred letters does not answer, and who stops waits for that.
                        .with("POSTHORN_PIPELINE_ATTEMPTTIMEOUT", "2s")
                        // Small, so that after each outage some messages find no room in memory, and some none in a
                        // lane.
                        .with("POSTHORN_PIPELINE_MEMORY", "512KB")
                        .with("POSTHORN_THROTTLE_LANECAPACITY", "50")
                        // The checker knows the schedule to the second; holding has tests of its own.
                        .with("POSTHORN_THROTTLE_CIRCUIT", "false"));
        process.start();
        try {
            assertDurable(process.database().connection());
            return new Stand(process, Path.of("target", "crash", name + ".txt"), seed);
        } catch (RuntimeException | Error e) {
            process.close();
            throw e;
        }
    }

    /** From its next start on the process waits like this between attempts. */
    void waiting(List<Duration> waits, Duration parkAfter) {
        waiting(waits, parkAfter, process);
    }

    private static PosthornProcess waiting(List<Duration> waits, Duration parkAfter, PosthornProcess process) {
        return process.with("POSTHORN_RETRY_SCHEDULE", commaSeparated(waits))
                .with("POSTHORN_PIPELINE_PARKAFTER", parkAfter.toMillis() + "ms");
    }

    private static String commaSeparated(List<Duration> waits) {
        return waits.stream().map(wait -> wait.toMillis() + "ms").collect(Collectors.joining(","));
    }

    /** Killing a process does not lose what the operating system holds; that PostgreSQL asks for more is all we see. */
    private static void assertDurable(TestDatabase database) {
        for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            assertThat(database.ask("SHOW " + setting)).as(setting).isEqualTo("on");
        }
    }

    PosthornProcess process() {
        return process;
    }

    Sender sender() {
        return sender;
    }

    /** SIGKILL; the database's processes live on. */
    void kill() {
        process.kill9();
        crashed();
    }

    /** SIGKILL for the process, and then for its database. */
    void killBoth() {
        var database = process.database();
        process.kill9();
        database.signal("KILL");
        crashed();
    }

    /** SIGTERM, and the way to the end that it asks for. */
    void stop() {
        assertThat(process.stop()).isEqualTo(143);
        ended(Way.CLEAN);
    }

    /** The process has ended violently, by itself or not. */
    void crashed() {
        ended(Way.CRASH);
    }

    /** Notes the end once all that the process had sent is noted. */
    private void ended(Way way) {
        receiver.awaitHangUp();
        journal.note(new Event.Ended(System.nanoTime(), way));
    }

    /** Waits until all posts are answered and nothing is owed any more, for so long as that may take. */
    Evidence quiesce() {
        sender.pause();
        TestDatabase database = process.database().connection();
        try {
            sender.awaitAnswers(QUIET_WITHIN);
            Awaitility.await("nothing owed")
                    .pollInterval(Duration.ofMillis(100))
                    .atMost(QUIET_WITHIN)
                    .until(() -> database.ask(Books.OWED).equals("0"));
        } catch (ConditionTimeoutException late) {
            // The evidence says what is missing.
        }
        return evidence();
    }

    /** What is known so far; the database must be running. */
    private Evidence evidence() {
        Books books = Books.read(process.database().connection(), application, doors, process.log());
        return new Evidence(journal.events(), books, WAITS, JITTER);
    }

    @Override
    public void close() {
        sender.close();
        process.close();
        receiver.close();
        journal.close();
    }
}
