package io.posthorn.loadtest;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * How far a source may run ahead of the arrivals, which it hears of by asking the receiver. A Kafka topic or a
 * product holds back in the same way; without it a run would measure how a backlog grows.
 */
final class Window {

    private static final long EVERY_MILLIS = 10;

    private final long size;
    private final String countUrl;
    private final Scheduler asker = Schedulers.newSingle("window", true);
    private final AtomicLong started = new AtomicLong();
    private final AtomicLong questions = new AtomicLong();
    private final AtomicLong arrived = new AtomicLong();
    /** Of the asker alone. */
    private @Nullable CountConnection connection;

    Window(long size, String countUrl) {
        this.size = size;
        this.countUrl = countUrl;
    }

    /** Whether one more may start; if so it counts as started. */
    boolean tryStart() {
        return tryStart(1);
    }

    /** The same for so many at once, of which one at least has to have room. */
    boolean tryStart(int messages) {
        if (started.get() - arrived.get() >= size) {
            return false;
        }
        started.addAndGet(messages);
        return true;
    }

    /** Keeps asking the receiver for as long as the run takes. */
    <T> Mono<T> around(Mono<T> run) {
        return Mono.fromCallable(this::beforeRun)
                .subscribeOn(asker)
                .publishOn(Schedulers.parallel())
                .flatMap(before -> Mono.using(() -> asking(before), _ -> run, Disposable::dispose));
    }

    /** What the receiver counted that was never started here. */
    private long beforeRun() {
        arrived.set(started.get());
        return ask() - started.get();
    }

    private Disposable asking(long before) {
        return asker.schedulePeriodically(
                () -> arrived.set(ask() - before), EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private long ask() {
        CountConnection open = connection == null ? CountConnection.to(countUrl) : connection;
        connection = open;
        String text = open.ask();
        return ReceivedCount.parse(text) - questionsIn(text);
    }

    /** nginx counts our questions too. */
    private long questionsIn(String text) {
        return ReceivedCount.isNginx(text) ? questions.incrementAndGet() : 0;
    }
}
