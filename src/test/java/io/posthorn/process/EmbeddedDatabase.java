package io.posthorn.process;

import io.posthorn.postgres.Signals;
import io.posthorn.postgres.TestDatabase;
import io.posthorn.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The database server that a Posthorn process runs, seen from outside.
 *
 * @param pid the number of its first process
 * @param connection how to ask it something
 */
public record EmbeddedDatabase(long pid, TestDatabase connection) {

    static EmbeddedDatabase in(Path cluster) {
        try {
            List<String> lines = Files.readAllLines(cluster.resolve("postmaster.pid"));
            String password =
                    Files.readString(cluster.resolve("posthorn.password")).strip();
            int port = Integer.parseInt(lines.get(3).strip());
            return new EmbeddedDatabase(
                    Long.parseLong(lines.getFirst().strip()),
                    new TestDatabase("127.0.0.1", port, "posthorn", "posthorn", password));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void stopIn(Path data) {
        try {
            EmbeddedPostgres.stopLeftOver(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether its first process runs; one that only waits to be reaped does not. */
    public boolean isRunning() {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().command())
                .isPresent();
    }

    /** Sends the signal to all its processes, children first. */
    public void signal(String name) {
        ProcessHandle.of(pid)
                .ifPresent(first -> Signals.send(
                        name,
                        Stream.concat(first.descendants(), Stream.of(first)).toList()));
    }
}
