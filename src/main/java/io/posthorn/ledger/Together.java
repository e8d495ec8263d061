package io.posthorn.ledger;

import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.FluxSink;

/** Items that were added at once: passes on what becomes of each, and ends with the last. */
final class Together<I, R> {

    private final FluxSink<Fate<I, R>> sink;
    private final AtomicInteger open;

    /** @param items how many; 0 ends it at once */
    Together(FluxSink<Fate<I, R>> sink, int items) {
        this.sink = sink;
        this.open = new AtomicInteger(items);
        if (items == 0) {
            sink.complete();
        }
    }

    Watcher<R> watcherOf(I item) {
        return new Watcher<>() {
            @Override
            public void written(R result) {
                decided(new Fate.Written<>(item, result));
            }

            @Override
            public void lost(RuntimeException reason) {
                decided(new Fate.Lost<>(item, reason));
            }
        };
    }

    private void decided(Fate<I, R> fate) {
        sink.next(fate);
        if (open.decrementAndGet() == 0) {
            sink.complete();
        }
    }
}
