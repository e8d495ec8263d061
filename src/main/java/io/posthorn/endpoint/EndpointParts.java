package io.posthorn.endpoint;

import java.util.UUID;
import reactor.core.publisher.Mono;

/** Writes what endpoints keep secret, within the change that writes the endpoint. */
final class EndpointParts {

    private final R2dbcEndpointSecrets secrets;
    private final R2dbcEndpointHeaders headers;

    EndpointParts(R2dbcEndpointSecrets secrets, R2dbcEndpointHeaders headers) {
        this.secrets = secrets;
        this.headers = headers;
    }

    Mono<Void> insert(UUID endpoint, UUID secretId, NewEndpoint in) {
        Mono<Void> secret = secrets.insert(secretId, endpoint, in.signingSecret());
        return in.headers() == EndpointHeaders.NONE ? secret : secret.then(headers.write(endpoint, in.headers()));
    }

    Mono<Void> replaceHeaders(Endpoint current, ReplacedEndpoint in) {
        return in.headers() == null ? Mono.empty() : headers.write(current.id(), in.headers());
    }
}
