package io.posthorn.pipeline;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** Says that there may be something to claim, so that the claimer need not wait for its next look. */
final class ClaimSignal {

    private final Sinks.Many<Boolean> raised = Sinks.many().multicast().directBestEffort();

    /** Any number of calls before the claimer looks are one; a call that collides with another is that other one. */
    void raise() {
        raised.tryEmitNext(true);
    }

    Flux<Boolean> raised() {
        return raised.asFlux();
    }
}
