package io.posthorn.endpoint;

import io.posthorn.application.Application;
import io.posthorn.application.ConfigWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;

/** Changes the headers that an endpoint adds. */
final class EndpointHeaderChanges {

    private final Endpoints endpoints;
    private final R2dbcEndpoints table;
    private final R2dbcEndpointHeaders headers;
    private final ConfigWriter config;
    private final InstantSource clock;

    EndpointHeaderChanges(
            Endpoints endpoints,
            R2dbcEndpoints table,
            R2dbcEndpointHeaders headers,
            ConfigWriter config,
            InstantSource clock) {
        this.endpoints = endpoints;
        this.table = table;
        this.headers = headers;
        this.config = config;
        this.clock = clock;
    }

    Mono<Void> change(Application application, String idOrUid, UnaryOperator<EndpointHeaders> change) {
        return config.change(
                        version -> endpoints
                                .require(application, idOrUid)
                                .flatMap(current -> write(current, change.apply(current.headers()), version)),
                        Noted::change)
                .then();
    }

    private Mono<Noted<Endpoint>> write(Endpoint current, EndpointHeaders wanted, long version) {
        List<String> fields = wanted.isSameAs(current.headers()) ? List.of() : List.of("headers");
        return headers.write(current.id(), wanted)
                .then(Mono.defer(() -> table.touch(current.id(), clock.instant(), version)))
                .thenReturn(Noted.of(current, "headers.update", fields));
    }
}
