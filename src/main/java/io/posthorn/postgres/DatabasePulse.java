package io.posthorn.postgres;

import reactor.core.publisher.Mono;

/** Whether the database answers. */
public interface DatabasePulse {

    /**
     * Completes when the database answered within a second; else errors. Many askers share one question, and hear the
     * same answer for a moment.
     */
    Mono<Void> feel();
}
