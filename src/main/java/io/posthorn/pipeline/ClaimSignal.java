package io.posthorn.pipeline;

import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** Says that there may be something to claim, so that the claimer need not wait for its next look. */
final class ClaimSignal {

    private final Sinks.Many<Boolean> raised = Sinks.many().multicast().directBestEffort();
    private final AtomicBoolean everywhere = new AtomicBoolean();

    /** Any number of calls before the claimer looks are one; a call that collides with another is that other one. */
    void raise() {
        raised.tryEmitNext(true);
    }

    /** As {@link #raise}, for old work as well: somebody may have freed it. */
    void raiseEverywhere() {
        everywhere.set(true);
        raise();
    }

    /** Whether old work is to be looked for; asked once per raise. */
    boolean takeEverywhere() {
        return everywhere.getAndSet(false);
    }

    Flux<Boolean> raised() {
        return raised.asFlux();
    }
}
