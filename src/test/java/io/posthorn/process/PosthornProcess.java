package io.posthorn.process;

import io.posthorn.postgres.Signals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * The packaged jar as a process of its own, by default with its embedded database in a directory of the test's. It
 * keeps its port and its data over any number of ends and starts. Its output is collected in one file.
 */
public final class PosthornProcess implements AutoCloseable {

    private static final Duration STARTS_WITHIN = Duration.ofMinutes(4);
    private static final Duration STOPS_WITHIN = Duration.ofMinutes(1);
    private static final Path JAR = Path.of(System.getProperty("posthorn.jar", "target/posthorn.jar"));
    /**
     * Without the second compiler a start costs half of the processor time, and these tests start many. An end that has
     * drained everything waits two seconds for whatever else its event loops might be given to do.
     */
    private static final List<String> THRIFTY = List.of(
            "-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dreactor.netty.ioShutdownQuietPeriod=0");

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final Path data;
    private final Path log;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<String> prefix = new ArrayList<>();
    private final List<String> jvmOptions = new ArrayList<>(THRIFTY);
    private final List<String> arguments = new ArrayList<>();
    private @Nullable Process process;

    private PosthornProcess(Path directory) {
        this.data = directory.resolve("data");
        this.log = directory.resolve("posthorn.log");
        environment.put("SERVER_PORT", Integer.toString(freePort()));
        environment.put("MANAGEMENT_SERVER_PORT", "0");
        environment.put("POSTHORN_EMBEDDED_DATA_DIR", data.toString());
        environment.put(
                "POSTHORN_EMBEDDED_BINARIES_DIR",
                Path.of("target", "postgres-binaries").toAbsolutePath().toString());
    }

    /** One that will live in this directory, not started yet. */
    public static PosthornProcess in(Path directory) {
        return new PosthornProcess(directory);
    }

    /** One that was started there before, as far as its data tell, and knows of nothing yet. */
    public static PosthornProcess usedBeforeIn(Path directory) {
        PosthornProcess process = in(directory);
        UnpackedJar.of(JAR, THRIFTY).furnish(process.data);
        return process;
    }

    /** Sets an environment variable for the starts to come. */
    public PosthornProcess with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Adds an option for the JVM, for the starts to come. */
    public PosthornProcess withJvmOption(String option) {
        jvmOptions.add(option);
        return this;
    }

    /** Takes such an option back, for the starts to come. */
    public PosthornProcess withoutJvmOption(String option) {
        jvmOptions.remove(option);
        return this;
    }

    /** Sets what stands behind the jar, a command for example, for the starts to come. */
    public PosthornProcess withArguments(String... words) {
        arguments.clear();
        arguments.addAll(List.of(words));
        return this;
    }

    /** Runs it through another program, such as {@code setpriv}, for the starts to come. */
    public PosthornProcess through(String... words) {
        prefix.addAll(List.of(words));
        return this;
    }

    /** Starts it and waits until it is healthy. */
    public PosthornProcess start() {
        return launch().awaitHealth();
    }

    /** Waits until it is healthy. */
    public PosthornProcess awaitHealth() {
        Awaitility.await("health of " + baseUrl() + ", see " + log)
                .atMost(STARTS_WITHIN)
                .failFast("the process ended: " + log, () -> !process().isAlive())
                .until(this::isHealthy);
        return this;
    }

    /** Starts it and does not wait. */
    public PosthornProcess launch() {
        try {
            process = builder()
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command of the jar with the same settings, beside this process or without it. */
    public CommandRun run(String... words) {
        return CommandRun.of(builder(words));
    }

    private ProcessBuilder builder(String... words) {
        List<String> command = command();
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .keySet()
                .removeIf(name -> name.matches("(POSTHORN|SPRING|SERVER|MANAGEMENT|JAVA_TOOL|PG).*"));
        builder.environment().putAll(environment);
        return builder;
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(UnpackedJar.of(JAR, THRIFTY).command(jvmOptions));
        command.addAll(arguments);
        return command;
    }

    /** Stops it in the orderly way (SIGTERM) and returns its exit status. */
    public int stop() {
        Signals.send("TERM", List.of(process().toHandle()));
        return awaitExit();
    }

    /** Kills it (SIGKILL); whatever it started lives on. */
    public void kill9() {
        process().destroyForcibly();
        awaitExit();
    }

    /** Sends it a POSIX signal, for example {@code STOP}. */
    public void signal(String name) {
        Signals.send(name, List.of(handle()));
    }

    /** Whether it runs, or stands still. */
    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Starts it again after an end of any kind; ends it in the orderly way first if it still runs. */
    public PosthornProcess restart() {
        if (process().isAlive()) {
            stop();
        }
        return start();
    }

    /** Waits for its end and returns its exit status. */
    public int awaitExit() {
        try {
            if (!process().waitFor(STOPS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("still running, see " + log);
            }
            return process().exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits for its end, no longer than this, and returns whether it came. */
    public boolean endsWithin(Duration time) {
        try {
            return process().waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Whether health answers 204. */
    public boolean isHealthy() {
        try {
            URI health = URI.create(baseUrl() + "/api/v1/health");
            HttpRequest request = HttpRequest.newBuilder(health)
                    .timeout(Duration.ofSeconds(3))
                    .build();
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 204;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The port it listens on. */
    public int port() {
        return URI.create(baseUrl()).getPort();
    }

    /** Where it listens, without a slash at the end. */
    public String baseUrl() {
        return "http://127.0.0.1:" + environment.get("SERVER_PORT");
    }

    /** The admin key it was given, or made for itself. */
    public String adminKey() {
        try {
            String given = environment.get("POSTHORN_ADMIN_KEY");
            return given != null
                    ? given
                    : Files.readString(data.resolve("admin-key")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything it said so far, over all its starts. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The running JVM. */
    public ProcessHandle handle() {
        return process().toHandle();
    }

    /** Its data directory. */
    public Path data() {
        return data;
    }

    /** Its embedded database, as it is now. */
    public EmbeddedDatabase database() {
        return EmbeddedDatabase.in(data.resolve("postgres"));
    }

    private Process process() {
        if (process == null) {
            throw new IllegalStateException("not started");
        }
        return process;
    }

    private static int freePort() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it, and its embedded database if it left one behind. */
    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            stop();
        }
        EmbeddedDatabase.stopIn(data);
    }
}
