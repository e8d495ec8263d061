package io.posthorn.loadtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The packaged jar as a process of its own, as it is in production. */
record PosthornProcess(Process process, Posthorn posthorn) implements AutoCloseable {

    private static final String KEY = "ph_admin_loadtest";

    /**
     * Starts it on this database and waits until it is healthy. The system property {@code posthorn.jvm} has further
     * options for its JVM alone, with spaces between them.
     */
    static PosthornProcess start(Database database) {
        return start(database, Map.of());
    }

    /** The same with more variables. */
    static PosthornProcess start(Database database, Map<String, String> more) {
        int port = freePort();
        Map<String, String> environment = Posthorn.environment(database, port, KEY);
        environment.putAll(more);
        List<String> command = Child.jvm();
        command.removeIf(option -> option.startsWith("-Dposthorn.jvm="));
        command.addAll(List.of(System.getProperty("posthorn.jvm", "-Dposthorn").split(" ")));
        command.addAll(List.of(
                "-jar",
                Path.of(System.getProperty("posthorn.jar", "target/posthorn.jar"))
                        .toString()));
        Process process = Child.start(command, environment, ProcessBuilder.Redirect.INHERIT);
        return new PosthornProcess(process, at(port).awaitHealthy());
    }

    /** The Posthorn on this port that was given our key. */
    static Posthorn at(int port) {
        return new Posthorn("http://127.0.0.1:" + port, KEY);
    }

    static int freePort() {
        try {
            return NginxReceiver.freePort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Child.end(process);
    }
}
