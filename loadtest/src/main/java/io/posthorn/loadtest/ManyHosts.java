package io.posthorn.loadtest;

import io.posthorn.loadtest.Isolation.Scale;
import java.time.Duration;

/** One message for each of very many hosts: what stays open and in memory afterwards. */
final class ManyHosts {

    private static final int ROUNDS = 3;

    private ManyHosts() {}

    static void run(Neighbours neighbours, Scale scale) {
        String application = neighbours.applications(1, "127.0.0.1", "/hosts").getFirst();
        Town town = neighbours.town();
        Copies.make(
                neighbours.database(),
                town.at("127.0.0.1") + "/hosts/0",
                "'http://127.' || 1 + i / 62500 || '.' || i / 250 % 250 || '.' || 1 + i % 250 || ':" + town.port()
                        + "/hosts'",
                scale.hosts() - 1);
        long heap = neighbours.liveHeap();
        Report report = Report.of("%,d hosts, %d messages for each", scale.hosts(), ROUNDS)
                .line("before: live heap %d MiB, %d files open", heap, neighbours.sockets());
        for (int round = 0; round < ROUNDS; round++) {
            long before = town.arrivals();
            long connectionsBefore = town.connections();
            long start = System.nanoTime();
            neighbours.send(application);
            long most = 0;
            while (town.arrivals() - before < scale.hosts()) {
                most = Math.max(most, neighbours.sockets());
                neighbours.requireInTime(start, town.arrivals() - before + " of " + scale.hosts() + " arrived");
                Neighbours.pause(Duration.ofMillis(50));
            }
            report.line(
                    "%.1f s for all; at most %d files open, %,d connections made; live heap %d MiB",
                    (System.nanoTime() - start) / 1e9,
                    most,
                    town.connections() - connectionsBefore,
                    neighbours.liveHeap());
        }
        Neighbours.pause(Duration.ofSeconds(75));
        report.line("75 s later: live heap %d MiB, %d files open", neighbours.liveHeap(), neighbours.sockets())
                .line(
                        "failed attempts: %d",
                        neighbours.database().count("SELECT count(*) FROM attempt WHERE status <> 0"))
                .print();
    }
}
