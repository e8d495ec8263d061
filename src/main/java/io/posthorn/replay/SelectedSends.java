package io.posthorn.replay;

import io.posthorn.endpoint.Endpoint;
import io.posthorn.endpoint.EndpointSnapshot;
import io.posthorn.ledger.Candidate;
import io.posthorn.ledger.Redeliveries;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The pages of tasks that have sent what a selection means; each within the subscriber's transaction. */
@Component
final class SelectedSends {

    private final Redeliveries redeliveries;
    private final Meant meant;
    private final EndpointSnapshot endpoints;

    SelectedSends(Redeliveries redeliveries, Meant meant, EndpointSnapshot endpoints) {
        this.redeliveries = redeliveries;
        this.meant = meant;
        this.endpoints = endpoints;
    }

    /** Queues what is meant of a page of messages, unless the endpoint is not there to take it. */
    Mono<Swept> page(BackgroundTask task, int limit) {
        UUID id = task.selection().endpointId();
        Optional<Endpoint> endpoint = id == null ? Optional.empty() : endpoints.find(id);
        return endpoint.filter(found -> !found.disabled())
                .map(found -> page(task, found, limit))
                .orElseGet(() -> Mono.just(Swept.stopped(task, obstacle(endpoint.isPresent()))));
    }

    private static String obstacle(boolean disabled) {
        return disabled ? "the endpoint is disabled; enable it and begin again" : "the endpoint was deleted";
    }

    private Mono<Swept> page(BackgroundTask task, Endpoint endpoint, int limit) {
        return redeliveries
                .candidates(task.selection(), task.reached(), limit)
                .flatMap(page -> queue(task, page, endpoint).map(queued -> Swept.of(task, page, queued, limit)));
    }

    private Mono<Long> queue(BackgroundTask task, List<Candidate> page, Endpoint endpoint) {
        UUID application = task.selection().applicationId();
        return meant.of(task.selection(), page, endpoint)
                .flatMap(messages -> redeliveries.queue(application, endpoint.id(), messages));
    }
}
