package io.posthorn.loadtest;

import io.posthorn.loadtest.Isolation.Scale;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One tenant sends a heap of messages to a receiver that never answers: what another tenant notices. */
final class BlackHole {

    private static final String WAITING = "SELECT count(*) FROM delivery WHERE state < 2";

    private BlackHole() {}

    static void run(Neighbours neighbours, Scale scale) {
        List<String> quiet = neighbours.applications(8, "127.0.0.1", "/measured");
        String flooding = neighbours.applications(1, "127.0.0.2", "/hang").getFirst();
        neighbours.measure(quiet, scale.rate(), scale.part());
        Journey calm = neighbours.measure(quiet, scale.rate(), scale.part());
        long heap = neighbours.liveHeap();

        long start = System.nanoTime();
        CompletableFuture<@Nullable Long> flood =
                neighbours.flood(flooding, scale.backlog()).toFuture();
        Journey during = neighbours.measure(quiet, scale.rate(), scale.part());
        long sent = Neighbours.end(flood);
        double seconds = (System.nanoTime() - start) / 1e9;
        Journey after = neighbours.measure(quiet, scale.rate(), scale.part());
        long heapAfter = neighbours.liveHeap();

        Report.of("%,d messages for a black hole, another tenant at %.0f/s", sent, scale.rate())
                .line(
                        "the flood came in at %,.0f/s; %,d deliveries wait in the table",
                        sent / seconds, neighbours.database().count(WAITING))
                .journeys("while it comes in", calm, during)
                .journeys("while it waits", calm, after)
                .line("live heap %d, then %d MiB", heap, heapAfter)
                .print();
    }
}
