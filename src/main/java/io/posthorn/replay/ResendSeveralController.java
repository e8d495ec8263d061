package io.posthorn.replay;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.api.RequestFields;
import io.posthorn.application.Application;
import io.posthorn.ledger.LedgerPaths;
import io.posthorn.ledger.NamedDelivery;
import io.posthorn.replay.BackgroundTask.Delivery;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Has deliveries sent again that are named one by one, to whichever endpoints: a background task. */
@RestController
final class ResendSeveralController {

    private final LedgerPaths paths;
    private final Replays replays;

    ResendSeveralController(LedgerPaths paths, Replays replays) {
        this.paths = paths;
        this.replays = replays;
    }

    /** Answers once it is sure that each will be sent or left out. */
    @Requires(Permission.CREATE_ATTEMPTS)
    @PostMapping("/api/v1/app/{app_id}/delivery/resend")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<TaskOut> resend(Caller caller, @PathVariable("app_id") String app, RequestFields fields) {
        List<NamedDelivery> named = fields.read(NamedDelivery::several);
        return paths.application(caller, app)
                .flatMap(application -> Flux.fromIterable(named)
                        .concatMap(one -> delivery(caller, app, application, one))
                        .collectList()
                        .flatMap(deliveries -> replays.resend(caller, application.id(), deliveries)))
                .map(TaskOut::of);
    }

    private Mono<Delivery> delivery(Caller caller, String app, Application application, NamedDelivery named) {
        return Mono.zip(
                message(caller, app, application, named.message()),
                endpoint(caller, app, application, named.endpoint()),
                Delivery::new);
    }

    private Mono<UUID> message(Caller caller, String app, Application application, String message) {
        return paths.anyMessage(application, message)
                .switchIfEmpty(paths.message(caller, app, message).map(LedgerPaths.OfMessage::messageId));
    }

    private Mono<UUID> endpoint(Caller caller, String app, Application application, String endpoint) {
        return paths.anyEndpoint(application, endpoint)
                .switchIfEmpty(paths.endpoint(caller, app, endpoint)
                        .map(at -> at.endpoint().id()));
    }
}
