package io.posthorn.pipeline;

import io.posthorn.dispatch.AttemptOutcome;
import io.posthorn.dispatch.AttemptRequest;
import io.posthorn.endpoint.Endpoint;
import reactor.core.publisher.Mono;

/** One attempt that is part of no delivery, made at once or not at all. */
public interface LoneAttempt {

    /**
     * Makes the attempt within what its host, its tenant and the process have room for. It neither waits behind the
     * endpoint's deliveries nor says anything about its health. Always completes with an outcome.
     */
    Mono<AttemptOutcome> make(AttemptRequest request, Endpoint endpoint);
}
