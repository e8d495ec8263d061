package io.posthorn.ledger;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code GET /api/v1/stats/traffic}: what went through in the last fifteen minutes, and what waits. */
@RestController
final class TrafficController {

    private static final int MINUTES = 15;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final R2dbcTraffic traffic;
    private final InstantSource clock;

    TrafficController(R2dbcTraffic traffic, InstantSource clock) {
        this.traffic = traffic;
        this.clock = clock;
    }

    @Requires(Permission.READ)
    @GetMapping("/api/v1/stats/traffic")
    Mono<TrafficOut> traffic(Caller caller) {
        long last = clock.instant().toEpochMilli() / MINUTE.toMillis();
        Instant from = Instant.ofEpochMilli((last - MINUTES + 1) * MINUTE.toMillis());
        return Mono.zip(
                        traffic.attempts(caller, from).collectList(),
                        traffic.messages(caller, from).collectList(),
                        traffic.waiting(caller),
                        nodes(caller))
                .map(found -> out(last, found.getT1(), found.getT2(), found.getT3(), found.getT4()));
    }

    /** Whoever is kept to some applications does not learn what the installation runs on. */
    private Mono<List<TrafficOut.Node>> nodes(Caller caller) {
        return caller.applications() == null ? traffic.nodes().collectList() : Mono.just(List.of());
    }

    private static TrafficOut out(
            long last,
            List<R2dbcTraffic.Attempts> attempts,
            List<R2dbcTraffic.Messages> messages,
            R2dbcTraffic.Waiting waiting,
            List<TrafficOut.Node> nodes) {
        Map<Long, R2dbcTraffic.Attempts> made =
                attempts.stream().collect(Collectors.toMap(R2dbcTraffic.Attempts::minute, Function.identity()));
        Map<Long, R2dbcTraffic.Messages> accepted =
                messages.stream().collect(Collectors.toMap(R2dbcTraffic.Messages::minute, Function.identity()));
        List<TrafficOut.Minute> minutes = LongStream.rangeClosed(last - MINUTES + 1, last)
                .mapToObj(minute -> minute(minute, made.get(minute), accepted.get(minute)))
                .toList();
        return new TrafficOut(minutes, isCut(minutes), waiting.count(), waiting.oldest(), nodes);
    }

    private static TrafficOut.Minute minute(
            long minute, R2dbcTraffic.@Nullable Attempts made, R2dbcTraffic.@Nullable Messages accepted) {
        return new TrafficOut.Minute(
                Instant.ofEpochMilli(minute * MINUTE.toMillis()),
                accepted == null ? 0 : accepted.accepted(),
                made == null ? 0 : made.delivered(),
                made == null ? 0 : made.failed(),
                made == null ? null : made.meanMillis());
    }

    private static boolean isCut(List<TrafficOut.Minute> minutes) {
        long attempts = minutes.stream()
                .mapToLong(minute -> minute.delivered() + minute.failed())
                .sum();
        long messages = minutes.stream().mapToLong(TrafficOut.Minute::accepted).sum();
        return Math.max(attempts, messages) >= R2dbcTraffic.MOST;
    }
}
