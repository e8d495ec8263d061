package io.posthorn.crash;

import io.posthorn.crash.Event.Way;
import io.posthorn.id.IdKind;
import io.posthorn.postgres.FaultyPostgres;
import io.posthorn.postgres.FreshDatabaseInitializer;
import io.posthorn.postgres.NetworkLink;
import io.posthorn.postgres.TestDatabase;
import io.posthorn.process.PosthornProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Several nodes on one PostgreSQL, each behind a network link of its own, and around them the witnesses: a
 * {@link Sender} that posts to any of them, a {@link Receiver} with all {@linkplain Door doors}, and the
 * {@link Journal} of both. None of the witnesses is ever killed.
 */
final class Fleet implements AutoCloseable {

    /** After so long without a heartbeat a node is dead. */
    static final Duration TIME_TO_LIVE = Duration.ofSeconds(10);

    /** A machine that builds other things as well is slow. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final double JITTER = 0.2;
    private static final Duration QUIET_WITHIN = Duration.ofSeconds(180);

    /** Longer than any outage of the database that a test makes, during which nothing is recorded. */
    private static final Duration RECORDED_WITHIN = Duration.ofSeconds(30);

    /** What a dead process has sent is noted by then, on a busy machine too, and nobody has taken over yet. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    /** What a process was about to send when it was stopped, it has sent by then. */
    private static final Duration AWAKENING = Duration.ofSeconds(2);

    private final FaultyPostgres server;
    private final TestDatabase database;
    private final List<Node> nodes;
    private final Journal journal;
    private final Receiver receiver;
    private final Map<UUID, Door> doors = new HashMap<>();
    private String application = "";

    private Fleet(FaultyPostgres server, TestDatabase database, List<Node> nodes, Path notes) {
        this.server = server;
        this.database = database;
        this.nodes = nodes;
        this.journal = new Journal(notes);
        this.receiver = new Receiver(journal);
    }

    /** One of the nodes. */
    record Node(String name, PosthornProcess process, NetworkLink link) {

        AdminApi api() {
            return new AdminApi(URI.create(process.baseUrl()), FreshDatabaseInitializer.ADMIN_KEY);
        }
    }

    /** Nodes that run, on a database that has nothing but its schema; the notes go to {@code target/crash}. */
    static Fleet open(Path directory, String name, String... names) {
        return open(directory, name, (node, process) -> {}, names);
    }

    /** The same, where each node may have settings of its own. */
    static Fleet open(Path directory, String name, BiConsumer<String, PosthornProcess> settings, String... names) {
        Awaitility.setDefaultTimeout(PATIENCE);
        FaultyPostgres server = FaultyPostgres.start();
        TestDatabase database = server.freshDatabase();
        List<Node> nodes = Arrays.stream(names)
                .map(node -> node(directory.resolve(node), node, database))
                .peek(node -> settings.accept(node.name(), node.process()))
                .toList();
        Fleet fleet = new Fleet(server, database, nodes, Path.of("target", "crash", name + ".txt"));
        try {
            nodes.forEach(node -> node.process().launch());
            nodes.forEach(node -> node.process().awaitHealth());
            fleet.furnish();
            return fleet;
        } catch (RuntimeException | Error e) {
            fleet.close();
            throw e;
        }
    }

    private static Node node(Path directory, String name, TestDatabase database) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        NetworkLink link = NetworkLink.to(database.host(), database.port());
        TestDatabase seen = link.of(database);
        PosthornProcess process = PosthornProcess.in(directory)
                .with("SPRING_PROFILES_ACTIVE", "server")
                .with("SERVER_ADDRESS", "127.0.0.1")
                .with("SPRING_R2DBC_URL", seen.r2dbcUrl())
                .with("SPRING_R2DBC_USERNAME", seen.user())
                .with("SPRING_R2DBC_PASSWORD", seen.password())
                .with("POSTHORN_POSTGRES_PATIENCE", "90s")
                .with("POSTHORN_POSTGRES_ANSWERWITHIN", "8s")
                .with("POSTHORN_ADMIN_KEY", FreshDatabaseInitializer.ADMIN_KEY)
                .with("POSTHORN_MASTER_KEYS", FreshDatabaseInitializer.MASTER_KEYS)
                .with("POSTHORN_EGRESS_ALLOWED_NETWORKS", "127.0.0.0/8")
                .with("POSTHORN_RETRY_JITTER", Double.toString(JITTER))
                .with(
                        "POSTHORN_RETRY_SCHEDULE",
                        Stand.WAITS.stream().map(wait -> wait.toMillis() + "ms").collect(Collectors.joining(",")))
                .with("POSTHORN_PIPELINE_PARKAFTER", Stand.PARK_AFTER.toMillis() + "ms")
                .with("POSTHORN_PIPELINE_AUDITEVERY", "2s")
                .with("POSTHORN_PIPELINE_HEARTBEATEVERY", "500ms")
                .with("POSTHORN_PIPELINE_TIMETOLIVE", TIME_TO_LIVE.toMillis() + "ms")
                .with("POSTHORN_PIPELINE_ATTEMPTTIMEOUT", "5s")
                .with("POSTHORN_PIPELINE_MEMORY", "512KB")
                .with("POSTHORN_THROTTLE_LANECAPACITY", "50")
                .with("POSTHORN_THROTTLE_CIRCUIT", "false");
        return new Node(name, process, link);
    }

    private void furnish() {
        AdminApi api = nodes.getFirst().api();
        application =
                api.post("/api/v1/app", Map.of("name", "Fleet")).path("id").stringValue();
        String path = "/api/v1/app/" + application;
        for (Door door : Door.values()) {
            Map<String, Object> endpoint = new HashMap<>(Map.of("url", receiver.url(door)));
            if (!door.channels().isEmpty()) {
                endpoint.put("channels", door.channels());
            }
            String id = api.post(path + "/endpoint", endpoint).path("id").stringValue();
            doors.put(IdKind.ENDPOINT.parse(id).orElseThrow(), door);
            receiver.trust(
                    door,
                    api.get(path + "/endpoint/" + id + "/secret").path("key").stringValue());
        }
    }

    FaultyPostgres server() {
        return server;
    }

    TestDatabase database() {
        return database;
    }

    List<Node> nodes() {
        return nodes;
    }

    Node node(int number) {
        return nodes.get(number);
    }

    /** What happened so far. */
    List<Event> events() {
        return journal.events();
    }

    /** One that posts each time to any of the nodes, whether it lives or not. */
    Sender sender(long seed) {
        return sender(seed, nodes);
    }

    /** One that posts each time to any of these. */
    Sender sender(long seed, List<Node> targets) {
        return new Sender(
                journal,
                seed,
                () -> URI.create(targets.get(ThreadLocalRandom.current().nextInt(targets.size()))
                                .process()
                                .baseUrl()
                        + "/api/v1/app/" + application + "/msg"),
                FreshDatabaseInitializer.ADMIN_KEY);
    }

    /** One that writes to the topic that the nodes read. */
    Publisher publisher(long seed, TopicStand topic) {
        return new Publisher(journal, seed, application, topic.broker().brokers());
    }

    /** SIGKILL. */
    Event.Ended kill(Node node) {
        node.process().kill9();
        return ended(Way.CRASH);
    }

    /** SIGTERM, and the way to the end that it asks for; whether the process ended as it should. */
    boolean stop(Node node) {
        boolean orderly = node.process().stop() == 143;
        ended(orderly ? Way.CLEAN : Way.CRASH);
        return orderly;
    }

    /** SIGSTOP. What was under way may be repeated by those who take over. */
    Event.Ended freeze(Node node) {
        node.process().signal("STOP");
        return ended(Way.LOST);
    }

    /** SIGCONT. What it was about to send when it was stopped goes out now, whoever has it by now. */
    void thaw(Node node) {
        long since = System.nanoTime();
        node.process().signal("CONT");
        Awaitility.await().pollDelay(AWAKENING).until(() -> true);
        journal.note(new Event.Ended(System.nanoTime(), since, Way.AWAKE));
    }

    /** A node that could not reach the database between these moments, for longer than it lives without. */
    Event.Ended lost(long since, long until) {
        Event.Ended event = new Event.Ended(until, since, Way.LOST);
        journal.note(event);
        return event;
    }

    private Event.Ended ended(Way way) {
        Awaitility.await().pollDelay(LAST_WORDS).until(() -> true);
        Event.Ended event = new Event.Ended(System.nanoTime(), way);
        journal.note(event);
        return event;
    }

    /** Waits until all posts are answered and nothing is owed any more, for so long as that may take. */
    Evidence quiesce(Sender sender) {
        sender.pause();
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

    private Evidence evidence() {
        Books books = Books.read(database, application, doors, log());
        Map<String, String> messages = Books.events(database, application);
        List<Event> events = journal.events().stream()
                .map(event -> resolved(event, messages))
                .toList();
        return new Evidence(events, books, Stand.WAITS, JITTER, RECORDED_WITHIN);
    }

    /** A confirmed record is a letter acknowledged, as the message that has its event id. */
    private static Event resolved(Event event, Map<String, String> messages) {
        if (event instanceof Event.Published(long at, int number)) {
            String key = Letter.key(number);
            return new Event.Acknowledged(at, number, messages.getOrDefault(key, "no message of " + key));
        }
        return event;
    }

    /** Everything that all nodes said. */
    String log() {
        return nodes.stream().map(node -> node.process().log()).collect(Collectors.joining());
    }

    @Override
    public void close() {
        nodes.stream().filter(node -> node.process().isAlive()).forEach(node -> node.process()
                .signal("CONT"));
        nodes.stream().filter(node -> node.process().isAlive()).forEach(node -> node.process()
                .kill9());
        receiver.close();
        journal.close();
        try {
            for (Node node : nodes) {
                node.link().close();
            }
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
