package io.posthorn.endpoint;

import io.posthorn.api.RequestFields;
import io.posthorn.application.Application;
import java.util.Set;
import reactor.core.publisher.Mono;

/** What an endpoint must keep to that only the tables know. */
final class EndpointRules {

    private final KnownEventTypes known;
    private final EndpointAllowance allowance;

    EndpointRules(KnownEventTypes known, EndpointAllowance allowance) {
        this.known = known;
        this.allowance = allowance;
    }

    /** Errors with a problem when the application may not have another endpoint like this. */
    Mono<Void> checkNew(Application application, EndpointIn in, RequestFields fields) {
        return allowance.check(application).then(known.check(application, in, Set.of(), fields));
    }

    /** Errors with a problem when an endpoint may not become like this; what it has already it may keep. */
    Mono<Void> check(Application application, EndpointIn in, Set<String> kept, RequestFields fields) {
        return known.check(application, in, kept, fields);
    }
}
