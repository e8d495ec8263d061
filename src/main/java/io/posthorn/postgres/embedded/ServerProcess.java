package io.posthorn.postgres.embedded;

import io.posthorn.postgres.Polling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes of a server that runs on a cluster, known by their working directory or command line, never by their
 * number alone. A process that ended but was not reaped by its parent shows neither, and counts as gone.
 */
final class ServerProcess {

    private static final Logger log = LoggerFactory.getLogger(ServerProcess.class);

    /** The way to the end: polite, impatient, ruthless. Only the first leaves nothing to recover. */
    private static final List<Step> LADDER = List.of(
            new Step("INT", Duration.ofSeconds(60)),
            new Step("QUIT", Duration.ofSeconds(10)),
            new Step("KILL", Duration.ofSeconds(30)));

    private record Step(String signal, Duration limit) {}

    private final Path cluster;

    ServerProcess(Path cluster) {
        this.cluster = cluster;
    }

    /** The server's first process when it is alive and this number is really its own. */
    Optional<ProcessHandle> postmaster(long pid) {
        return ProcessHandle.of(pid).filter(this::isOfCluster);
    }

    /** Whether anything still runs that has the cluster's files open. */
    boolean isRunning(long pid) {
        return postmaster(pid).isPresent() || survivors().findAny().isPresent();
    }

    /**
     * Stops the server for good, whatever state it is in.
     *
     * @param pid the number of its first process, which may be gone already
     * @return whether it is stopped
     */
    boolean stop(long pid) {
        return LADDER.stream().anyMatch(step -> stopped(pid, step));
    }

    private boolean stopped(long pid, Step step) {
        if (!isRunning(pid)) {
            return true;
        }
        log.debug("Sending SIG{} to PostgreSQL {}", step.signal(), pid);
        List<ProcessHandle> targets = targets(pid, step);
        signal("CONT", Stream.concat(targets.stream(), targets.stream().flatMap(ProcessHandle::descendants)));
        signal(step.signal(), targets.stream());
        return Polling.until(step.limit(), () -> !isRunning(pid));
    }

    /** Polite words go to the first process, which tells the others; without it, or at the end, all are meant. */
    private List<ProcessHandle> targets(long pid, Step step) {
        Optional<ProcessHandle> first = postmaster(pid);
        return first.isPresent() && !step.signal().equals("KILL")
                ? List.of(first.get())
                : Stream.concat(first.stream(), survivors()).distinct().toList();
    }

    private static void signal(String name, Stream<ProcessHandle> processes) {
        Stream<String> pids = processes.map(process -> Long.toString(process.pid()));
        Program.run(Stream.concat(Stream.of("sh", "-c", "kill -s \"$0\" \"$@\"", name), pids));
    }

    /** Processes that outlived, or serve under, the first one; only Linux can tell. */
    private Stream<ProcessHandle> survivors() {
        return ProcessHandle.allProcesses()
                .filter(process ->
                        workingDirectory(process).filter(cluster::equals).isPresent())
                .filter(this::isPostgres);
    }

    private boolean isOfCluster(ProcessHandle process) {
        return isPostgres(process)
                && workingDirectory(process).map(cluster::equals).orElseGet(() -> namesCluster(process));
    }

    private boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .orElse("postgres")
                .replace(" (deleted)", "")
                .endsWith("/postgres");
    }

    private boolean namesCluster(ProcessHandle process) {
        return process.info()
                .commandLine()
                .filter(line -> line.contains("-D " + cluster))
                .isPresent();
    }

    private static Optional<Path> workingDirectory(ProcessHandle process) {
        try {
            return Optional.of(Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd")));
        } catch (IOException notLinuxOrNotOurs) {
            return Optional.empty();
        }
    }
}
