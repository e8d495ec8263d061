package io.posthorn.loadtest;

import io.posthorn.loadtest.Isolation.Scale;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One event type that very many endpoints want, at a steady rate. */
final class WideFanOut {

    private static final int EVENTS = 10;
    private static final Duration EVERY = Duration.ofSeconds(10);

    private WideFanOut() {}

    static void run(Neighbours neighbours, Scale scale) {
        String application = neighbours.applications(1, "127.0.0.1", "/wide").getFirst();
        Town town = neighbours.town();
        Copies.make(
                neighbours.database(),
                town.at("127.0.0.1") + "/wide/0",
                "'" + town.at("127.0.0.1") + "/wide/' || i",
                scale.endpoints() - 1);
        List<Double> seconds = new ArrayList<>();
        List<Long> heaps = new ArrayList<>();
        for (int event = 0; event < EVENTS; event++) {
            long before = town.arrivals();
            long start = System.nanoTime();
            neighbours.send(application);
            Waiting.until("all endpoints have it", () -> town.arrivals() - before >= scale.endpoints());
            double took = (System.nanoTime() - start) / 1e9;
            seconds.add(took);
            heaps.add(neighbours.liveHeap());
            Neighbours.pause(EVERY.minusMillis(Math.min(EVERY.toMillis(), (long) (took * 1000))));
        }
        Report.of(
                        "%,d endpoints on one event type, %d events, one every %d s",
                        scale.endpoints(), EVENTS, EVERY.toSeconds())
                .line(
                        "seconds until all had it: %s",
                        seconds.stream().map("%.1f"::formatted).toList())
                .line("live heap after each, MiB: %s", heaps)
                .line("sockets: %d", neighbours.sockets())
                .print();
    }
}
