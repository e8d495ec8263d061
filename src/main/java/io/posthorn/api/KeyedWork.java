package io.posthorn.api;

import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * The work on a request with an idempotency key that makes one thing. It stands in the Reactor context of that work, and
 * whoever makes the thing tells it, so that a repetition of the request finds it even if nobody could answer the first.
 */
@FunctionalInterface
public interface KeyedWork {

    /**
     * Writes down within the running transaction what the request has made.
     *
     * @param name the identifier of what is made, as a path has it
     * @return errors when a repetition of the request has taken the work over; then nothing is to be committed
     */
    Mono<Void> made(String name);

    /** Leaves the work where whoever makes something finds it. */
    default Context in(Context context) {
        return context.put(KeyedWork.class, this);
    }

    /** Tells the work in the Reactor context what was made; does nothing when there is none. */
    static Mono<Void> tell(String name) {
        return Mono.deferContextual(context -> context.<KeyedWork>getOrEmpty(KeyedWork.class)
                .map(work -> work.made(name))
                .orElse(Mono.empty()));
    }
}
