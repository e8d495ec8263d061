package io.posthorn.ledger;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.api.Page;
import io.posthorn.api.PageRequest;
import io.posthorn.api.QueryParameters;
import io.posthorn.application.Application;
import io.posthorn.endpoint.EndpointSnapshot;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** An application's deliveries that ended: those to review, and the archive. */
@RestController
@RequestMapping("/api/v1/app/{app_id}/delivery")
final class EndedDeliveryController {

    private final LedgerPaths paths;
    private final R2dbcEndedDeliveries deliveries;
    private final R2dbcHandling handling;
    private final EndpointSnapshot endpoints;

    EndedDeliveryController(
            LedgerPaths paths, R2dbcEndedDeliveries deliveries, R2dbcHandling handling, EndpointSnapshot endpoints) {
        this.paths = paths;
        this.deliveries = deliveries;
        this.handling = handling;
        this.endpoints = endpoints;
    }

    @Requires(Permission.READ)
    @GetMapping("/failed")
    Mono<Page<DeliveryOut>> failed(
            Caller caller,
            @PathVariable("app_id") String app,
            @RequestParam MultiValueMap<String, String> query,
            PageRequest page) {
        return of(caller, app, query, asked -> deliveries
                .failed(asked.application().id(), asked.filter(), page)
                .map(this::shown));
    }

    /** Counts up to a hundred thousand, or no further than it is told. */
    @Requires(Permission.READ)
    @GetMapping("/failed/count")
    Mono<CountOut> countFailed(
            Caller caller, @PathVariable("app_id") String app, @RequestParam MultiValueMap<String, String> query) {
        int ceiling = QueryParameters.upTo(query, "limit", CountOut.CEILING);
        return of(
                caller, app, query, asked -> handling.count(asked.application().id(), asked.filter(), ceiling + 1)
                        .map(counted -> CountOut.of(counted, ceiling)));
    }

    @Requires(Permission.READ)
    @GetMapping("/delivered")
    Mono<Page<DeliveryOut>> delivered(
            Caller caller,
            @PathVariable("app_id") String app,
            @RequestParam MultiValueMap<String, String> query,
            PageRequest page) {
        return of(caller, app, query, asked -> deliveries
                .delivered(asked.application().id(), asked.filter(), page)
                .map(this::shown));
    }

    private Page<DeliveryOut> shown(Page<EndedDelivery> page) {
        return page.map(ended -> DeliveryOut.of(ended, endpoints.find(ended.endpointId())));
    }

    private record Asked(Application application, ReviewFilter filter) {}

    private <T> Mono<T> of(
            Caller caller, String app, MultiValueMap<String, String> query, Function<Asked, Mono<T>> reading) {
        LedgerFilter filter = LedgerFilter.read(query);
        boolean handled = QueryParameters.read(query, "handled", false);
        return paths.application(caller, app)
                .flatMap(application -> Mono.zip(
                                message(caller, app, application, query.getFirst("msg_id")),
                                endpoint(caller, app, application, query.getFirst("endpoint_id")))
                        .map(named -> new Asked(
                                application,
                                new ReviewFilter(
                                        named.getT2().orElse(null),
                                        named.getT1().orElse(null),
                                        handled,
                                        filter))))
                .flatMap(reading);
    }

    private Mono<Optional<UUID>> message(Caller caller, String app, Application application, @Nullable String message) {
        return message == null
                ? Mono.just(Optional.empty())
                : paths.anyMessage(application, message)
                        .switchIfEmpty(paths.message(caller, app, message).map(LedgerPaths.OfMessage::messageId))
                        .map(Optional::of);
    }

    private Mono<Optional<UUID>> endpoint(
            Caller caller, String app, Application application, @Nullable String endpoint) {
        return endpoint == null
                ? Mono.just(Optional.empty())
                : paths.anyEndpoint(application, endpoint)
                        .switchIfEmpty(paths.endpoint(caller, app, endpoint)
                                .map(at -> at.endpoint().id()))
                        .map(Optional::of);
    }
}
