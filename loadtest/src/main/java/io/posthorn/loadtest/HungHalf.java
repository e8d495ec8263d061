package io.posthorn.loadtest;

import io.posthorn.loadtest.Isolation.Scale;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * 200 endpoints that get messages, then half of them hang: what that does to the healthy half. The other half gets its
 * messages all the time, so that nothing but their hanging differs.
 */
final class HungHalf {

    private static final int HALF = 100;
    private static final int IN_FLIGHT = 32;

    private HungHalf() {}

    static void run(Neighbours neighbours, Scale scale) {
        List<String> healthy = neighbours.applications(HALF, "127.0.0.1", "/measured");
        List<String> others = neighbours.applications(HALF, "127.0.0.2", "/moody");
        CompletableFuture<@Nullable Long> disturbing = neighbours
                .disturb(others, scale.rate(), scale.part().multipliedBy(8))
                .toFuture();
        neighbours.throughput(healthy, IN_FLIGHT, scale.part());
        neighbours.measure(healthy, scale.rate(), scale.part());

        double alone = neighbours.throughput(healthy, IN_FLIGHT, scale.part());
        Journey calm = neighbours.measure(healthy, scale.rate(), scale.part());
        long heap = neighbours.liveHeap();
        neighbours.town().hang();
        Journey first = neighbours.measure(healthy, scale.rate(), scale.part());
        Journey beside = neighbours.measure(healthy, scale.rate(), scale.part());
        double with = neighbours.throughput(healthy, IN_FLIGHT, scale.part());
        long heapWithHung = neighbours.liveHeap();
        disturbing.join();

        Report.of("half of 200 endpoints hung, %.0f messages/s for each half", scale.rate())
                .journeys("as they begin to hang", calm, first)
                .journeys("while they hang", calm, beside)
                .ratio("deliveries/s of the healthy half at full load", alone, with)
                .line("live heap %d, then %d MiB", heap, heapWithHung)
                .print();
    }
}
