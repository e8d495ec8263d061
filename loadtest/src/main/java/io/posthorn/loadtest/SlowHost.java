package io.posthorn.loadtest;

import io.posthorn.loadtest.Isolation.Scale;
import java.time.Duration;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.stream.IntStream;
import reactor.core.publisher.Mono;

/** 50 tenants flood one host that takes 200 ms for each, another tenant has a host of its own. */
final class SlowHost {

    private static final int TENANTS = 50;
    private static final int EACH = 2_000;

    private SlowHost() {}

    static void run(Neighbours neighbours, Scale scale) {
        List<String> crowd = neighbours.applications(TENANTS, "127.0.0.2", "/slow");
        List<String> other = neighbours.applications(4, "127.0.0.1", "/measured");
        neighbours.measure(other, scale.rate(), scale.part());
        Journey calm = neighbours.measure(other, scale.rate(), scale.part());
        long heap = neighbours.liveHeap();

        Mono.when(crowd.stream()
                        .map(application -> neighbours.flood(application, EACH))
                        .toList())
                .toFuture()
                .join();
        long before = slow(neighbours).getSum();
        long start = System.nanoTime();
        Journey beside = neighbours.measure(other, scale.rate(), scale.part());
        double rate = (slow(neighbours).getSum() - before) * 1e9 / (System.nanoTime() - start);
        LongSummaryStatistics turns = slow(neighbours);
        long heapBeside = neighbours.liveHeap();

        Report.of("%d tenants with %,d messages each for one host that takes 200 ms", TENANTS, EACH)
                .line(
                        "the host took %,.0f/s; the tenants had %,d to %,d each by then",
                        rate, turns.getMin(), turns.getMax())
                .journeys("of the other host", calm, beside)
                .line("live heap %d, then %d MiB", heap, heapBeside)
                .print();
        Neighbours.pause(Duration.ofSeconds(1));
    }

    private static LongSummaryStatistics slow(Neighbours neighbours) {
        return IntStream.range(0, TENANTS)
                .mapToLong(i -> neighbours.town().arrivals("/slow/" + i))
                .summaryStatistics();
    }
}
