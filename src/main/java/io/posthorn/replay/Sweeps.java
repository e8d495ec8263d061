package io.posthorn.replay;

import io.posthorn.application.DeletedApplications;
import io.posthorn.endpoint.DeletedEndpoints;
import io.posthorn.ledger.Candidate;
import io.posthorn.ledger.Contents;
import io.posthorn.ledger.Erasure;
import io.posthorn.ledger.Handling;
import io.posthorn.ledger.Redeliveries;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The pages of tasks that change what is stored and have nothing sent; each within the subscriber's transaction. */
@Component
final class Sweeps {

    private final Redeliveries redeliveries;
    private final Contents contents;
    private final Handling handling;
    private final Erasure erasure;
    private final DeletedEndpoints endpoints;
    private final DeletedApplications applications;

    Sweeps(
            Redeliveries redeliveries,
            Contents contents,
            Handling handling,
            Erasure erasure,
            DeletedEndpoints endpoints,
            DeletedApplications applications) {
        this.redeliveries = redeliveries;
        this.contents = contents;
        this.handling = handling;
        this.erasure = erasure;
        this.endpoints = endpoints;
        this.applications = applications;
    }

    /** Takes the payloads out of a page of messages. */
    Mono<Swept> purge(BackgroundTask task, int limit) {
        return redeliveries.candidates(task.selection(), task.reached(), limit).flatMap(page -> contents.expunge(
                        task.selection().applicationId(), ids(page))
                .map(gone -> Swept.of(task, page, gone.size(), limit)));
    }

    private static List<UUID> ids(List<Candidate> page) {
        return page.stream().map(Candidate::id).toList();
    }

    /** Marks the deliveries of a page of messages as handled, or takes the mark away. */
    Mono<Swept> handle(BackgroundTask task, int limit) {
        return handling.sweep(task.selection(), task.reached(), limit, task.createdBy())
                .map(swept -> new Swept(swept.messages(), swept.reached(), swept.changed(), swept.messages() < limit));
    }

    /**
     * Erases a page of what there is: messages first, then what is left without one, then endpoints, and at last what
     * the application itself says. Each page begins with what it finds, so that it needs no memory of the one before.
     */
    Mono<Swept> erase(BackgroundTask task, int limit) {
        UUID application = task.selection().applicationId();
        return erasure.messages(application, limit)
                .flatMap(gone -> gone.count() == 0
                        ? eraseRest(task, application, limit)
                        : Mono.just(new Swept(gone.count(), gone.last(), gone.count(), false)));
    }

    private Mono<Swept> eraseRest(BackgroundTask task, UUID application, int limit) {
        return erasure.rest(application, limit)
                .flatMap(rows -> rows > 0 ? Mono.just(false) : eraseSettings(application, limit))
                .map(last -> new Swept(0, task.reached(), 0, last));
    }

    private Mono<Boolean> eraseSettings(UUID application, int limit) {
        return endpoints
                .erase(application, limit)
                .flatMap(erased -> erased > 0
                        ? Mono.just(false)
                        : applications.erase(application).thenReturn(true));
    }
}
