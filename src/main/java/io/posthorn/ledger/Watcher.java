package io.posthorn.ledger;

import reactor.core.publisher.MonoSink;

/**
 * Who added an item to a group commit: told once, of its result or of why there never will be one.
 *
 * @param <R> what it is told
 */
interface Watcher<R> {

    /** The item was written and committed. */
    void written(R result);

    /** The item was not written, and will not be. */
    void lost(RuntimeException reason);

    /** Whoever subscribed. */
    static <R> Watcher<R> of(MonoSink<R> sink) {
        return new Watcher<>() {
            @Override
            public void written(R result) {
                sink.success(result);
            }

            @Override
            public void lost(RuntimeException reason) {
                sink.error(reason);
            }
        };
    }
}
