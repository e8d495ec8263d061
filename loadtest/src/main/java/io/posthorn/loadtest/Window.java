package io.posthorn.loadtest;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * How far a source may run ahead of the arrivals, which it hears of by asking the receiver. A Kafka topic or a
 * product holds back in the same way; without it a run would measure how a backlog grows.
 */
final class Window {

    private static final Duration EVERY = Duration.ofMillis(10);

    private final long size;
    private final HttpClient client;
    private final String countUrl;
    private final AtomicLong started = new AtomicLong();
    private final AtomicLong questions = new AtomicLong();
    private final AtomicLong arrived = new AtomicLong();

    Window(long size, String countUrl) {
        this.size = size;
        this.countUrl = countUrl;
        this.client = HttpClient.create(ConnectionProvider.create("count", 1));
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
        return ask().doOnNext(before -> arrived.set(started.get()))
                .flatMap(before ->
                        Mono.firstWithValue(run, asking(before - started.get()).then(Mono.never())));
    }

    private Flux<Long> asking(long before) {
        return Flux.interval(EVERY)
                .onBackpressureDrop()
                .concatMap(tick -> ask(), 1)
                .doOnNext(now -> arrived.set(now - before));
    }

    private Mono<Long> ask() {
        return client.get()
                .uri(countUrl)
                .responseSingle((response, body) -> body.asString())
                .map(text -> ReceivedCount.parse(text) - questionsIn(text));
    }

    /** nginx counts our questions too. */
    private long questionsIn(String text) {
        return ReceivedCount.isNginx(text) ? questions.incrementAndGet() : 0;
    }
}
