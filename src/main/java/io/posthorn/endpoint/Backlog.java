package io.posthorn.endpoint;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** How much waits for endpoints. */
public interface Backlog {

    /** How many deliveries wait for each of them in rows of their own, counted up to a bound that all of them have. */
    Mono<Map<UUID, Long>> of(List<UUID> endpoints);
}
