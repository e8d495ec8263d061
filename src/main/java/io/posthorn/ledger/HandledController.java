package io.posthorn.ledger;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.api.Problem;
import io.posthorn.api.RequestFields;
import io.posthorn.application.Application;
import io.posthorn.ledger.R2dbcHandling.Delivery;
import io.posthorn.ledger.R2dbcHandling.Found;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Marks deliveries that failed for good as handled, so that nobody looks at them twice, or opens them again. */
@RestController
@RequestMapping("/api/v1/app/{app_id}")
final class HandledController {

    private final LedgerPaths paths;
    private final R2dbcHandling handling;

    HandledController(LedgerPaths paths, R2dbcHandling handling) {
        this.paths = paths;
        this.handling = handling;
    }

    /** What is handled already stays as it is. */
    @Requires(Permission.MANAGE)
    @PostMapping("/msg/{msg_id}/endpoint/{endpoint_id}/handled")
    Mono<HandledMark> handle(
            Caller caller,
            @PathVariable("app_id") String app,
            @PathVariable("msg_id") String message,
            @PathVariable("endpoint_id") String endpoint) {
        return mark(caller, app, new NamedDelivery(message, endpoint), true)
                .flatMap(found -> Mono.justOrEmpty(found.mark()));
    }

    /** What is open already stays open. */
    @Requires(Permission.MANAGE)
    @DeleteMapping("/msg/{msg_id}/endpoint/{endpoint_id}/handled")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> reopen(
            Caller caller,
            @PathVariable("app_id") String app,
            @PathVariable("msg_id") String message,
            @PathVariable("endpoint_id") String endpoint) {
        return mark(caller, app, new NamedDelivery(message, endpoint), false).then();
    }

    private Mono<Found> mark(Caller caller, String app, NamedDelivery named, boolean handled) {
        return paths.application(caller, app)
                .flatMap(application -> delivery(application, named)
                        .flatMap(one -> handling.mark(application.id(), List.of(one), handled, caller.name())))
                .flatMap(found -> Mono.justOrEmpty(found.stream().findFirst()))
                .switchIfEmpty(Mono.defer(() -> paths.pair(caller, app, named.message(), named.endpoint()))
                        .then(Mono.error(HandledController::notFailed)));
    }

    private Mono<Delivery> delivery(Application application, NamedDelivery named) {
        return paths.anyMessage(application, named.message())
                .flatMap(message -> paths.anyEndpoint(application, named.endpoint())
                        .map(endpoint -> new Delivery(message, endpoint)));
    }

    private static Problem notFailed() {
        return Problem.conflict(
                "This delivery has not failed for good: it was delivered, waits for an attempt, was called"
                        + " off or never began. Only what is in GET …/delivery/failed can be marked as handled.");
    }

    /**
     * What the caller wants.
     *
     * @param handled whether they are to be marked as handled, or opened again
     */
    private record In(List<NamedDelivery> deliveries, boolean handled) {

        static In read(RequestFields fields) {
            return new In(NamedDelivery.several(fields), fields.flag("handled", true));
        }
    }

    /** Up to 250 at once, all in one transaction. */
    @Requires(Permission.MANAGE)
    @PostMapping("/delivery/handle")
    Mono<ResultsOut> handleSeveral(Caller caller, @PathVariable("app_id") String app, RequestFields fields) {
        In in = fields.read(In::read);
        return paths.application(caller, app).flatMap(application -> Flux.fromIterable(in.deliveries())
                .concatMap(named -> delivery(application, named).map(one -> Map.entry(named, one)))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue)
                .flatMap(known -> handling.mark(application.id(), known.values(), in.handled(), caller.name())
                        .map(found -> ResultsOut.of(in.deliveries(), known, found))));
    }

    /** What became of each, in the order in which they were named. */
    record ResultsOut(List<Result> data) {

        private static ResultsOut of(List<NamedDelivery> asked, Map<NamedDelivery, Delivery> known, List<Found> found) {
            Map<Delivery, Found> marked =
                    found.stream().collect(Collectors.toMap(Found::delivery, Function.identity()));
            return new ResultsOut(asked.stream()
                    .map(named -> new Result(named.message(), named.endpoint(), word(marked, known.get(named))))
                    .toList());
        }

        private static String word(Map<Delivery, Found> marked, @Nullable Delivery one) {
            Found found = one == null ? null : marked.get(one);
            return found == null ? "not-found" : found.mark() == null ? "open" : "handled";
        }
    }

    /**
     * One delivery, under the names that were sent.
     *
     * @param result {@code handled} or {@code open}, as it is now; {@code not-found} when it has not failed for good
     */
    record Result(String msgId, String endpointId, String result) {}
}
