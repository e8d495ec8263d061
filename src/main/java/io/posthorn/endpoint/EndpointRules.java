package io.posthorn.endpoint;

import io.posthorn.api.RequestFields;
import io.posthorn.application.Application;
import java.util.Set;
import reactor.core.publisher.Mono;

/** What an endpoint must keep to that only the tables know. */
interface EndpointRules {

    /** Errors with a problem when the application may not have another endpoint like this. */
    Mono<Void> checkNew(Application application, EndpointIn in, RequestFields fields);

    /** Errors with a problem when an endpoint may not become like this; what it has already it may keep. */
    Mono<Void> check(Application application, EndpointIn in, Set<String> kept, RequestFields fields);
}
