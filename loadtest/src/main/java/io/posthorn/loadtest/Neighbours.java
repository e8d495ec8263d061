package io.posthorn.loadtest;

import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A Posthorn with receivers of all tempers around it, and what is asked of both in every proof of isolation. */
final class Neighbours {

    private static final int CONNECTIONS = 64;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int KIB_PER_MIB = 1024;
    private static final int BATCH = 500;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final PosthornProcess process;
    private final Town town;
    private final Database database;
    private final Publisher publisher;

    Neighbours(PosthornProcess process, Town town, Database database) {
        this.process = process;
        this.town = town;
        this.database = database;
        this.publisher =
                new Publisher(process.posthorn().baseUrl(), process.posthorn().key(), CONNECTIONS);
    }

    Town town() {
        return town;
    }

    Database database() {
        return database;
    }

    Posthorn posthorn() {
        return process.posthorn();
    }

    /** So many applications with one endpoint each, at its own path below this one of this host. */
    List<String> applications(int count, String address, String path) {
        return posthorn().applicationsAt(count, i -> town.at(address) + path + "/" + i);
    }

    /** Applications in turn, at this rate; waits until all have arrived. */
    Journey measure(List<String> applications, double rate, Duration duration) {
        Journey journey = new Journey(rate, duration.toSeconds());
        town.belongTo(journey);
        long refused =
                new OpenLoop(publisher, applications).run(journey).toFuture().join();
        if (refused > 0) {
            throw new IllegalStateException(refused + " messages were refused");
        }
        Waiting.until("all measured messages arrived", journey::isComplete);
        return journey;
    }

    /** Messages per second that so many publishers at once get in and delivered. */
    double throughput(List<String> applications, int inFlight, Duration duration) {
        town.belongToNone();
        long before = town.arrivals();
        long start = System.nanoTime();
        long end = start + duration.toNanos();
        long sent = Flux.range(0, Integer.MAX_VALUE)
                .takeWhile(_ -> System.nanoTime() < end)
                .flatMap(i -> publisher.publish(applications.get(i % applications.size()), i), inFlight, 1)
                .filter(accepted -> accepted)
                .count()
                .toFuture()
                .join();
        Waiting.until("what was sent arrived", () -> town.arrivals() - before >= sent);
        return sent * NANOS_PER_SECOND / (System.nanoTime() - start);
    }

    /** Begins to send messages that are not measured, at this rate, for so long. */
    Mono<Long> disturb(List<String> applications, double rate, Duration duration) {
        return new OpenLoop(publisher, applications).run(new Journey(rate, duration.toSeconds()));
    }

    /** Sends one message. */
    void send(String application) {
        if (!Boolean.TRUE.equals(publisher.publish(application, 0).toFuture().join())) {
            throw new IllegalStateException("the message was refused");
        }
    }

    /** Begins to send the messages of this journey. */
    CompletableFuture<@Nullable Long> send(List<String> applications, Journey journey) {
        return new OpenLoop(publisher, applications).run(journey).toFuture();
    }

    /** Sends so many messages to one application as fast as batches go in. */
    Mono<Long> flood(String application, int messages) {
        return Flux.fromStream(IntStream.range(0, messages / BATCH).boxed())
                .flatMap(_ -> publisher.publishBatch(application, BATCH), 2)
                .filter(accepted -> accepted)
                .count()
                .map(batches -> batches * BATCH);
    }

    /** The heap after a collection, in MiB. */
    long liveHeap() {
        return Memory.of(process.process().pid()).live() / KIB_PER_MIB;
    }

    /** Fails, with what the tables say, when something takes longer than any proof should. */
    void requireInTime(long start, String what) {
        if (System.nanoTime() - start > LIMIT.toNanos()) {
            throw new IllegalStateException(what + " within " + LIMIT + "; attempts by code: "
                    + database.ask(
                            "SELECT coalesce(string_agg(code || ' ' || detail || ': ' || n, ', '), 'none') FROM (SELECT code,"
                                    + " coalesce(detail, '') AS detail, count(*) AS n FROM attempt GROUP BY 1, 2) AS made")
                    + "; deliveries by state: "
                    + database.ask(
                            "SELECT coalesce(string_agg(state || ': ' || n, ', '), 'none') FROM (SELECT state, count(*) AS n"
                                    + " FROM delivery GROUP BY 1) AS kept")
                    + "; endpoints: " + database.count("SELECT count(*) FROM endpoint"));
        }
    }

    /** Open sockets of the Posthorn, those of its database and its callers included. */
    long sockets() {
        String[] open = new File("/proc/" + process.process().pid() + "/fd").list();
        return open == null ? -1 : open.length;
    }

    /** Waits for the end of what was begun. */
    static long end(CompletableFuture<@Nullable Long> work) {
        return Objects.requireNonNull(work.join());
    }

    static double p99(Histogram nanos) {
        return nanos.getValueAtPercentile(99) / NANOS_PER_MILLI;
    }

    static double p50(Histogram nanos) {
        return nanos.getValueAtPercentile(50) / NANOS_PER_MILLI;
    }

    static void pause(Duration duration) {
        LockSupport.parkNanos(duration.toNanos());
    }
}
