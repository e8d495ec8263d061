package io.posthorn.dispatch;

import reactor.core.publisher.Mono;

/** Makes exactly one HTTP attempt. */
public interface Dispatcher {

    /** Signs and sends; always completes with an outcome and never errors. Cancelling closes the connection. */
    Mono<AttemptOutcome> attempt(AttemptRequest request);
}
