package io.posthorn.postgres.embedded;

import io.posthorn.postgres.DataDirectory;
import io.posthorn.postgres.StartRefusedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of our own. It listens on the loopback interface only, asks for a password, and outlives a
 * violent end of this process: the next {@link #start} on the same data stops it and starts afresh.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final Duration RECOVERS_WITHIN = Duration.ofMinutes(15);
    private static final int TRIES = 3;

    private final Cluster cluster;
    private final ServerProcess process;
    private final long pid;
    private final int port;

    private EmbeddedPostgres(Cluster cluster, ServerProcess process, long pid, int port) {
        this.cluster = cluster;
        this.process = process;
        this.pid = pid;
        this.port = port;
    }

    /**
     * Makes the database if there is none, stops what an earlier process left running on it, starts the server and
     * waits until it takes connections, which after a crash can be minutes.
     *
     * @param data where the database lives, in {@code postgres}
     * @param binaries where the server's programs are unpacked; may be shared between processes
     * @param settings how the server is set up
     */
    public static EmbeddedPostgres start(DataDirectory data, Path binaries, ServerSettings settings) {
        Cluster cluster = new Cluster(data.resolve("postgres"));
        try {
            ServerProcess process = new ServerProcess(cluster.directory());
            stopOrphan(cluster, process);
            PostgresPrograms programs = new PostgresPrograms(
                    PostgresBinaries.unpackedBelow(binaries.toAbsolutePath()),
                    ServerAccount.forData(cluster.directory()));
            cluster.createIfMissing(programs);
            return started(cluster, process, programs, settings);
        } catch (IOException e) {
            throw new StartRefusedException(
                    "The embedded PostgreSQL on " + cluster.directory() + " does not start: " + e.getMessage() + ".",
                    "Its own account is in " + cluster.directory().resolve("log") + " and " + cluster.startLog() + ".",
                    e);
        }
    }

    /** Stops what a violent end left running on the database in this data directory, which nobody may be using. */
    public static void stopLeftOver(Path data) throws IOException {
        Cluster cluster = new Cluster(data.resolve("postgres"));
        stopOrphan(cluster, new ServerProcess(cluster.directory()));
    }

    private static void stopOrphan(Cluster cluster, ServerProcess process) throws IOException {
        PostmasterFile file = new PostmasterFile(cluster.postmasterFile());
        OptionalLong pid = file.pid();
        if (process.isRunning(pid.orElse(0))) {
            log.warn("PostgreSQL {} was left running on {}; stopping it first", pid.orElse(0), cluster.directory());
            if (!process.stop(pid.orElse(0))) {
                throw new IOException("an older server on the same data cannot be stopped");
            }
        }
        if (Files.exists(file.path())) {
            file.disown();
        }
    }

    private static EmbeddedPostgres started(
            Cluster cluster, ServerProcess process, PostgresPrograms programs, ServerSettings settings)
            throws IOException {
        IOException failure = new IOException("no attempt was made");
        // Somebody else may take the free port before the server does.
        for (int attempt = 0; attempt < TRIES; attempt++) {
            int port = settings.port() == 0 ? freePort() : settings.port();
            try {
                Files.deleteIfExists(cluster.startLog());
                programs.start(cluster.directory(), cluster.startLog(), settings.commandLine(port), RECOVERS_WITHIN);
                long pid = new PostmasterFile(cluster.postmasterFile()).pid().orElseThrow();
                log.info("PostgreSQL {} runs on {}, port {}", pid, cluster.directory(), port);
                return new EmbeddedPostgres(cluster, process, pid, port);
            } catch (IOException e) {
                failure = new IOException(e.getMessage() + lastWords(cluster.startLog()), e);
            }
        }
        throw failure;
    }

    private static String lastWords(Path startLog) throws IOException {
        if (!Files.exists(startLog)) {
            return "";
        }
        List<String> lines = Files.readAllLines(startLog);
        return " " + String.join(" ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    /** The number of the server's first process. */
    public long pid() {
        return pid;
    }

    /** The TCP port it listens on, on {@code 127.0.0.1}. */
    public int port() {
        return port;
    }

    /** The role that owns everything in it. */
    public String user() {
        return Cluster.USER;
    }

    /** The database that is ours. */
    public String database() {
        return Cluster.DATABASE;
    }

    /** The role's password. */
    public String password() {
        try {
            return cluster.password();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Stops the server: it disconnects whoever is left, writes everything out and ends. */
    @Override
    public void close() {
        if (process.stop(pid)) {
            log.info("PostgreSQL {} has stopped", pid);
        } else {
            log.error("PostgreSQL {} cannot be stopped; the next start on its data will try again", pid);
        }
    }
}
