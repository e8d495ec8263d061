package io.posthorn.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.Uuid;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker as a process of its own. It keeps its ports and its data over any number of ends and starts, however
 * it ended.
 */
public final class BrokerProcess implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;
    private static final String SETTINGS = """
            process.roles=broker,controller
            node.id=1
            controller.quorum.voters=1@127.0.0.1:%2$d
            controller.listener.names=CONTROLLER
            listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
            advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
            listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
            log.dirs=%3$s
            auto.create.topics.enable=false
            offsets.topic.num.partitions=1
            offsets.topic.replication.factor=1
            transaction.state.log.replication.factor=1
            transaction.state.log.min.isr=1
            group.initial.rebalance.delay.ms=0
            broker.session.timeout.ms=3000
            broker.heartbeat.interval.ms=1000
            """;

    private final Path settings;
    private final Path log;
    private final int port;
    private @Nullable Process process;

    private BrokerProcess(Path directory) throws IOException {
        Files.createDirectories(directory);
        this.settings = directory.resolve("server.properties");
        this.log = directory.resolve("broker.log");
        this.port = freePort();
        Files.writeString(settings, SETTINGS.formatted(port, freePort(), directory.resolve("data")));
    }

    /** One that will live in this directory, with empty data and not started yet. */
    public static BrokerProcess in(Path directory) {
        try {
            BrokerProcess broker = new BrokerProcess(directory);
            broker.format();
            return broker;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void format() {
        Process tool =
                run("kafka.tools.StorageTool", "format", "-t", Uuid.randomUuid().toString(), "-c", settings.toString());
        if (end(tool) != 0) {
            throw new IllegalStateException("the broker's data cannot be made, see " + log);
        }
    }

    /** Starts it and waits until it can be connected to. */
    public BrokerProcess start() {
        launch();
        Awaitility.await("the broker, see " + log)
                .atMost(Duration.ofSeconds(2 * PATIENCE_SECONDS))
                .until(this::listens);
        return this;
    }

    private boolean listens() {
        try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return probe.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Starts it and does not wait. */
    public BrokerProcess launch() {
        process = run("kafka.Kafka", settings.toString());
        return this;
    }

    /** Kills it (SIGKILL). */
    public void kill9() {
        Process current = process;
        if (current != null) {
            current.destroyForcibly();
            end(current);
        }
    }

    /** Where it listens, for {@code posthorn.kafka.bootstrap-servers}. */
    public String brokers() {
        return "127.0.0.1:" + port;
    }

    private Process run(String... words) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", classPath()));
        command.addAll(List.of(words));
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static int end(Process process) {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("still running: " + process);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    @Override
    public void close() {
        kill9();
    }
}
