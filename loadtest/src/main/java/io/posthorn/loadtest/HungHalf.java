package io.posthorn.loadtest;

import io.posthorn.loadtest.Isolation.Scale;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** 200 endpoints, then half of them hang: what that does to the healthy half. */
final class HungHalf {

    private static final int HALF = 100;
    private static final int IN_FLIGHT = 32;

    private HungHalf() {}

    static void run(Neighbours neighbours, Scale scale) {
        List<String> healthy = neighbours.applications(HALF, "127.0.0.1", "/measured");
        List<String> hung = neighbours.applications(HALF, "127.0.0.2", "/hang");
        neighbours.throughput(healthy, IN_FLIGHT, scale.part());
        neighbours.measure(healthy, scale.rate(), scale.part());

        double alone = neighbours.throughput(healthy, IN_FLIGHT, scale.part());
        Journey calm = neighbours.measure(healthy, scale.rate(), scale.part());
        long heap = neighbours.liveHeap();
        CompletableFuture<@Nullable Long> disturbing = neighbours
                .disturb(hung, scale.rate(), scale.part().multipliedBy(5))
                .toFuture();
        Neighbours.pause(scale.part());
        Journey beside = neighbours.measure(healthy, scale.rate(), scale.part());
        long heapWithHung = neighbours.liveHeap();
        double after = neighbours.throughput(healthy, IN_FLIGHT, scale.part());
        double again = neighbours.throughput(healthy, IN_FLIGHT, scale.part());
        disturbing.join();

        Report.of("half of 200 endpoints hung, %.0f messages/s for each half", scale.rate())
                .line("p50 %.1f, then %.1f ms", Neighbours.p50(calm.sinceDue()), Neighbours.p50(beside.sinceDue()))
                .ratio(
                        "p99 from due to arrived, ms",
                        Neighbours.p99(calm.sinceDue()),
                        Neighbours.p99(beside.sinceDue()))
                .ratio("deliveries/s of the healthy half at full load", alone, Math.max(after, again))
                .line("live heap %d, then %d MiB; duplicates %d", heap, heapWithHung, beside.duplicates())
                .print();
    }
}
