package io.posthorn.endpoint;

import io.posthorn.api.RequestFields;
import io.posthorn.application.Application;
import java.util.Set;
import reactor.core.publisher.Mono;

/** What the endpoints of applications must keep to: the catalogue of event types, and how many there may be. */
final class CatalogueRules implements EndpointRules {

    private final KnownEventTypes known;
    private final EndpointAllowance allowance;

    CatalogueRules(KnownEventTypes known, EndpointAllowance allowance) {
        this.known = known;
        this.allowance = allowance;
    }

    @Override
    public Mono<Void> checkNew(Application application, EndpointIn in, RequestFields fields) {
        return allowance.check(application).then(known.check(application, in, Set.of(), fields));
    }

    @Override
    public Mono<Void> check(Application application, EndpointIn in, Set<String> kept, RequestFields fields) {
        return known.check(application, in, kept, fields);
    }
}
