package io.posthorn.loadtest;

import io.posthorn.postgres.DataDirectory;
import io.posthorn.postgres.embedded.EmbeddedPostgres;
import io.posthorn.postgres.embedded.ServerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.springframework.util.FileSystemUtils;

/** Everything that has to run while something is measured; taken down in reverse when this process ends, however. */
final class Stage {

    private static final String TOPIC = "loadtest";
    private static final int PARTITIONS = 4;
    private static final int BATCH = 100;

    /** Messages of one batch that Posthorn has under way. */
    private static final int AT_A_TIME = 64;

    private static final Path DATA = Path.of("target", "loadtest-data");
    private static final Path BINARIES = Path.of("target", "postgres-binaries");

    private final Options options;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final EmbeddedPostgres postgres;
    private final Receiver receiver;

    Stage(Options options) {
        this.options = options;
        Runtime.getRuntime().addShutdownHook(new Thread(this::takeDown, "take-down"));
        this.postgres = keep(startPostgres());
        this.receiver = keep(Receiver.start(options.receiver()));
    }

    /** Durable, as an embedded Posthorn has it, on an empty directory. */
    private static EmbeddedPostgres startPostgres() {
        try {
            EmbeddedPostgres.stopLeftOver(DATA);
            FileSystemUtils.deleteRecursively(DATA);
            return EmbeddedPostgres.start(DataDirectory.open(DATA), BINARIES, ServerSettings.safe());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Receiver receiver() {
        return receiver;
    }

    Database database(String name) {
        return Database.create(postgres, name);
    }

    /** The bare client loop. */
    Way bare() {
        Child child = child(BareProcess.class, Map.of(), receiver.url(), text(options.inFlight()));
        return new Way(
                "bare client loop",
                duration -> Tally.parse(child.ask(text(duration.toMillis()))),
                List.of(new Participant("client", child.pid()), receiving()));
    }

    /** A Posthorn on this database, fed in its own process. */
    Fed fedInProcess(Ledger ledger) {
        return fedInProcess("Posthorn, in-process source", ledger);
    }

    /** The same under another name. */
    Fed fedInProcess(String name, Ledger ledger) {
        int port = PosthornProcess.freePort();
        Posthorn posthorn = PosthornProcess.at(port);
        Child child = child(
                SourceProcess.class,
                Posthorn.environment(ledger.database(), port, posthorn.key()),
                text(options.inFlight()),
                text(options.window()),
                receiver.countUrl());
        List<String> applications = posthorn.awaitHealthy().applications(options.endpoints(), receiver.url());
        String words = " " + String.join(" ", applications);
        DurableRun run =
                new DurableRun(ledger, receiver, duration -> Tally.parse(child.ask(duration.toMillis() + words)));
        return new Fed(name, posthorn, List.of(new Participant("Posthorn", child.pid()), storing(), receiving()), run);
    }

    /** A Posthorn on this database, fed by single POSTs from a process of their own. */
    Fed fedByPosts(Ledger ledger) {
        return fedByPosts("Posthorn, single POSTs", ledger, options.inFlight(), 1);
    }

    /** A Posthorn on this database, fed by batches from a process of their own. */
    Fed fedByBatches(Ledger ledger) {
        return fedByPosts("Posthorn, batches", ledger, Math.max(1, options.inFlight() / AT_A_TIME), BATCH);
    }

    private Fed fedByPosts(String name, Ledger ledger, int connections, int messages) {
        PosthornProcess process = keep(PosthornProcess.start(ledger.database()));
        Posthorn posthorn = process.posthorn();
        List<String> applications = posthorn.applications(options.endpoints(), receiver.url());
        List<String> arguments = new ArrayList<>(List.of(
                posthorn.baseUrl(),
                posthorn.key(),
                text(connections),
                text(messages),
                text(options.window()),
                receiver.countUrl()));
        arguments.addAll(applications);
        Child child = child(PostProcess.class, Map.of(), arguments.toArray(String[]::new));
        DurableRun run =
                new DurableRun(ledger, receiver, duration -> Tally.parse(child.ask(text(duration.toMillis()))));
        return new Fed(
                name,
                posthorn,
                List.of(
                        new Participant("Posthorn", process.process().pid()),
                        storing(),
                        receiving(),
                        new Participant("publisher", child.pid())),
                run);
    }

    /** A Posthorn on this database that reads a topic, which a process of its own writes. */
    Fed fedByTopic(Ledger ledger) {
        Child broker = child(BrokerProcess.class, Map.of(), text(PARTITIONS), TOPIC);
        String brokers = broker.ask("where");
        Map<String, String> settings = Map.of(
                "POSTHORN_KAFKA_BOOTSTRAP_SERVERS", brokers,
                "POSTHORN_KAFKA_TOPICS_0_NAME", TOPIC,
                "POSTHORN_KAFKA_TOPICS_0_EVENT_TYPE", Posthorn.EVENT_TYPE);
        PosthornProcess process = keep(PosthornProcess.start(ledger.database(), settings));
        List<String> arguments = new ArrayList<>(
                List.of(brokers, TOPIC, text(options.inFlight()), text(options.window()), receiver.countUrl()));
        arguments.addAll(process.posthorn().applications(options.endpoints(), receiver.url()));
        Child child = child(TopicProcess.class, Map.of(), arguments.toArray(String[]::new));
        return new Fed(
                "Posthorn, Kafka topic",
                process.posthorn(),
                List.of(
                        new Participant("Posthorn", process.process().pid()),
                        storing(),
                        receiving(),
                        new Participant("broker", broker.pid()),
                        new Participant("producer", child.pid())),
                new DurableRun(ledger, receiver, duration -> settled(ledger, child, duration)));
    }

    /** What was written is not accepted yet: a run is not over before all of it is. */
    private static Tally settled(Ledger ledger, Child producer, Duration duration) {
        long before = ledger.accepted();
        Tally written = Tally.parse(producer.ask(text(duration.toMillis())));
        Waiting.until("all records are messages", () -> ledger.accepted() >= before + written.successes());
        return written;
    }

    /** A Posthorn on a database of its own with receivers of all tempers around it. */
    Neighbours neighbours(Map<String, String> settings) {
        Database database = database("neighbours");
        PosthornProcess process = keep(PosthornProcess.start(database, settings));
        return new Neighbours(process, keep(new Town()), database);
    }

    /** Where messages arrive on the clock of this process. */
    Arrivals arrivals() {
        return keep(new Arrivals());
    }

    private Participant storing() {
        return new Participant("PostgreSQL", postgres.pid());
    }

    private Participant receiving() {
        return new Participant("receiver", receiver.pid());
    }

    private Child child(Class<?> main, Map<String, String> environment, String... arguments) {
        return keep(Child.start(main, environment, arguments));
    }

    private synchronized <T extends AutoCloseable> T keep(T thing) {
        running.push(thing);
        return thing;
    }

    private synchronized void takeDown() {
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception e) {
                System.err.println("Something was left running: " + e);
            }
        }
        FileSystemUtils.deleteRecursively(DATA.toFile());
    }

    private static String text(long number) {
        return Long.toString(number);
    }
}
