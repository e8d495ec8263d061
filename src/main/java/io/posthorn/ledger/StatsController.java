package io.posthorn.ledger;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.api.Moments;
import io.posthorn.api.Problem;
import io.posthorn.api.Violation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** How deliveries to an endpoint went, in numbers. */
@RestController
final class StatsController {

    private static final Duration USUAL = Duration.ofDays(28);

    private final LedgerPaths paths;
    private final R2dbcEndpointStats stats;
    private final InstantSource clock;

    StatsController(LedgerPaths paths, R2dbcEndpointStats stats, InstantSource clock) {
        this.paths = paths;
        this.stats = stats;
        this.clock = clock;
    }

    /** From {@code since}, else 28 days, to {@code until}, else now. */
    @Requires(Permission.READ)
    @GetMapping("/api/v1/app/{app_id}/endpoint/{endpoint_id}/stats")
    Mono<EndpointStats> get(
            Caller caller,
            @PathVariable("app_id") String app,
            @PathVariable("endpoint_id") String endpoint,
            @RequestParam MultiValueMap<String, String> query) {
        Instant now = clock.instant();
        // What was made within this very second counts, whichever node's clock it has its time from.
        Instant until = moment(query, "until").orElse(now.plus(Duration.ofMinutes(1)));
        Instant since = moment(query, "since").orElse(until.minus(USUAL));
        if (since.isAfter(until)) {
            throw Problem.invalidQuery("since", "must not be after until, which is " + until);
        }
        return paths.endpoint(caller, app, endpoint)
                .flatMap(at -> stats.of(at.endpoint().id(), since, until, now));
    }

    private static Optional<Instant> moment(MultiValueMap<String, String> query, String name) {
        return Optional.ofNullable(query.getFirst(name))
                .filter(text -> !text.isEmpty())
                .map(text -> Moments.parse(text.replace(' ', '+'))
                        .orElseThrow(() -> Problem.invalidQuery(
                                name, "must be " + Moments.ALLOWED + ", but is " + Violation.shown(text))));
    }
}
