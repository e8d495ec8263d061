package io.posthorn.endpoint;

import io.posthorn.access.Caller;
import io.posthorn.api.Problem;
import io.posthorn.api.RequestFields;
import io.posthorn.api.Violation;
import io.posthorn.application.Application;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Lets endpoints ask only for event types that the catalogue has, so that a misspelt name is noticed at once. */
final class KnownEventTypes {

    private final R2dbcEventTypes catalogue;

    KnownEventTypes(R2dbcEventTypes catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * Errors with 422 when an event type is not in the catalogue or is archived.
     *
     * @param kept what the endpoint has already; a type that was archived since may stay
     */
    Mono<Void> check(Application application, EndpointIn in, Set<String> kept, RequestFields fields) {
        if (in.eventTypes() == null || kept.containsAll(in.eventTypes())) {
            return Mono.empty();
        }
        Set<String> added =
                in.eventTypes().stream().filter(name -> !kept.contains(name)).collect(Collectors.toSet());
        return unknown(application, added)
                .collectSortedList()
                .filter(unknown -> !unknown.isEmpty())
                .flatMap(unknown -> Mono.error(refusal(EndpointReader.eventTypesName(fields), unknown)));
    }

    /** What is hidden from the caller is unknown to the caller. */
    private Flux<String> unknown(Application application, Set<String> names) {
        return Flux.deferContextual(context -> {
            Caller caller = Caller.of(context);
            return catalogue.unknown(
                    application.organizationId(), names, caller == null ? null : caller.featureFlags());
        });
    }

    private static Problem refusal(String field, List<String> unknown) {
        return Problem.invalid(List.of(Violation.ofValue(
                List.of("body", field),
                "has names that are not in the catalogue of event types, or are archived: "
                        + String.join(", ", unknown)
                        + ". Create them with POST /api/v1/event-type, or send null for all event types")));
    }
}
