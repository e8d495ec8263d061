package io.posthorn.loadtest;

import io.posthorn.loadtest.Isolation.Scale;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A receiver of several endpoints dies for two minutes under load and comes back. */
final class Outage {

    private static final int ENDPOINTS = 16;
    private static final Duration AWAY = Duration.ofMinutes(2);
    private static final Duration BEFORE = Duration.ofSeconds(20);
    private static final Duration LIMIT = Duration.ofMinutes(6);

    private Outage() {}

    static void run(Neighbours neighbours, Scale scale) {
        List<String> applications = neighbours.applications(ENDPOINTS, "127.0.0.1", "/measured");
        Town town = neighbours.town();
        neighbours.measure(applications, scale.rate(), BEFORE);
        long heap = neighbours.liveHeap();
        Duration whole = BEFORE.plus(AWAY).plus(scale.part());
        Journey journey = new Journey(scale.rate(), whole.toSeconds());
        town.belongTo(journey);
        CompletableFuture<@Nullable Long> sending = neighbours.send(applications, journey);
        Neighbours.pause(BEFORE);
        town.die();
        long arrivedAtItsEnd = town.arrivals();
        Neighbours.pause(AWAY);
        long arrivedBefore = town.arrivals();
        long connectionsBefore = town.connections();
        town.comeBack();
        List<Long> perSecond = untilComplete(town, journey, arrivedBefore);
        sending.join();

        Report.of("a receiver away for %d s under %.0f messages/s", AWAY.toSeconds(), scale.rate())
                .line(
                        "all %,d arrived %d s after it came back; duplicates %d",
                        journey.messages(), perSecond.size(), journey.duplicates())
                .line("%d arrived while it was away", arrivedBefore - arrivedAtItsEnd)
                .line("arrivals in each second from then on: %s", perSecond)
                .line(
                        "at most %d in a second; %d connections made",
                        Collections.max(perSecond), town.connections() - connectionsBefore)
                .line(
                        "exhausted or discarded: %d; failed attempts: %d",
                        neighbours.database().count("SELECT count(*) FROM delivery WHERE state > 1"),
                        neighbours.database().count("SELECT count(*) FROM attempt WHERE status <> 0"))
                .line("live heap %d, then %d MiB", heap, neighbours.liveHeap())
                .print();
    }

    private static List<Long> untilComplete(Town town, Journey journey, long arrivedBefore) {
        List<Long> perSecond = new ArrayList<>();
        long last = arrivedBefore;
        while (!journey.isComplete() && perSecond.size() < LIMIT.toSeconds()) {
            Neighbours.pause(Duration.ofSeconds(1));
            long now = town.arrivals();
            perSecond.add(now - last);
            last = now;
        }
        if (!journey.isComplete()) {
            throw new IllegalStateException("not all arrived within " + LIMIT);
        }
        return perSecond;
    }
}
