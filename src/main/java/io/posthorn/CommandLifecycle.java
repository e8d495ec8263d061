package io.posthorn;

import java.util.concurrent.CompletionException;
import reactor.core.publisher.Mono;

/** The one place where a command waits for its result, on the thread that will end the process. */
final class CommandLifecycle {

    private CommandLifecycle() {}

    static <T> T result(Mono<T> work) {
        try {
            return work.toFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
