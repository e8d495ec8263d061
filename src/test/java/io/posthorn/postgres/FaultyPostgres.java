package io.posthorn.postgres;

import io.posthorn.postgres.embedded.EmbeddedPostgres;
import io.posthorn.postgres.embedded.ServerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.springframework.util.FileSystemUtils;

/**
 * A durable PostgreSQL of one test's own, to be stopped, killed, suspended and started again, always on the same port.
 * Its data survive all of that and go with {@link #close()}.
 */
public final class FaultyPostgres implements AutoCloseable {

    private static final Duration GONE_WITHIN = Duration.ofSeconds(10);

    private final DataDirectory data;
    private final List<Path> copies = new ArrayList<>();
    private EmbeddedPostgres server;

    private FaultyPostgres(DataDirectory data, EmbeddedPostgres server) {
        this.data = data;
        this.server = server;
    }

    /** Starts a new server with {@code fsync} and everything else that makes a commit durable. */
    public static FaultyPostgres start() {
        return start(ServerSettings.safe());
    }

    static FaultyPostgres start(ServerSettings settings) {
        DataDirectory data = TestDirectories.open("own");
        return new FaultyPostgres(data, EmbeddedPostgres.start(data, TestDirectories.binaries(), settings));
    }

    /** A new database with the whole schema. */
    public TestDatabase freshDatabase() {
        TestDatabase database = emptyDatabase();
        TestPostgres.migrate(database);
        return database;
    }

    /** A new database without any schema. */
    public TestDatabase emptyDatabase() {
        TestDatabase own = TestDatabase.of(server);
        String name = "test_" + UUID.randomUUID().toString().replace('-', '_');
        own.execute("CREATE DATABASE " + name);
        return new TestDatabase(own.host(), own.port(), name, own.user(), own.password());
    }

    /** The number of the server's first process. */
    public long pid() {
        return server.pid();
    }

    /** The TCP port, the same over all restarts. */
    public int port() {
        return server.port();
    }

    /** Stops the server in the orderly way: open connections are told. */
    public void stop() {
        server.close();
    }

    /** Kills the server's first process (SIGKILL); the others follow on their own. */
    public void kill() {
        signal("KILL");
    }

    /** Ends the server at once without telling anybody (SIGQUIT); it recovers at its next start. */
    public void stopImmediately() {
        ProcessHandle.of(server.pid()).ifPresent(first -> {
            Signals.send("QUIT", List.of(first));
            // Until it has heard of it, it goes on committing.
            first.onExit()
                    .completeOnTimeout(first, GONE_WITHIN.toSeconds(), TimeUnit.SECONDS)
                    .join();
        });
    }

    /** Ends every session but the asker's own, as an administrator would; returns how many those were. */
    public int endSessions() {
        return Integer.parseInt(TestDatabase.of(server)
                .ask("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                        + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"));
    }

    /** Suspends the server: connections stay open and nothing answers any more. */
    public void suspend() {
        signal("STOP");
    }

    /** Ends a suspension. */
    public void resume() {
        signal("CONT");
    }

    /** Copies the files of a server that was stopped in the orderly way, under a name of the test's choice. */
    public Path backUp(String name) {
        Path copy = data.path().resolveSibling(data.path().getFileName() + "-" + name);
        copies.add(copy);
        run("rm", "-rf", copy.toString());
        run("cp", "-a", data.path().resolve("postgres").toString(), copy.toString());
        return copy;
    }

    /**
     * Puts the files of a stopped server back to what they were at the backup.
     *
     * @param recover whether the next start recovers from the archive of its log, as after a backup in operation, and
     *     thus begins another timeline
     */
    public void restore(Path backup, boolean recover) throws IOException {
        Path cluster = data.path().resolve("postgres");
        run("rm", "-rf", cluster.toString());
        run("cp", "-a", backup.toString(), cluster.toString());
        if (recover) {
            run(
                    "cp",
                    "-a",
                    cluster.resolve("PG_VERSION").toString(),
                    cluster.resolve("recovery.signal").toString());
            Files.writeString(
                    cluster.resolve("postgresql.auto.conf"), "restore_command = 'false'\n", StandardOpenOption.APPEND);
        }
    }

    private static void run(String... command) {
        try {
            if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts the server again on the same data and port, stopping it first if it still runs. */
    public void restart() {
        server = EmbeddedPostgres.start(data, TestDirectories.binaries(), new ServerSettings(server.port(), true));
    }

    private void signal(String name) {
        ProcessHandle.of(server.pid()).ifPresent(first -> {
            Signals.send(name, first.descendants().toList());
            Signals.send(name, List.of(first));
        });
    }

    @Override
    public void close() throws IOException {
        server.close();
        data.close();
        FileSystemUtils.deleteRecursively(data.path());
        for (Path copy : copies) {
            FileSystemUtils.deleteRecursively(copy);
        }
    }
}
