package io.posthorn.loadtest;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Posts messages when they are due, whatever became of those before. */
final class OpenLoop {

    private static final Duration TICK = Duration.ofMillis(1);
    private static final int MOST_IN_FLIGHT = 10_000;

    private final Publisher publisher;
    private final List<String> applications;

    OpenLoop(Publisher publisher, List<String> applications) {
        this.publisher = publisher;
        this.applications = applications;
    }

    /** Posts the whole journey; emits how many messages were refused. */
    Mono<Long> run(Journey journey) {
        AtomicInteger next = new AtomicInteger();
        return Flux.interval(TICK)
                .onBackpressureDrop()
                .takeWhile(tick -> next.get() < journey.messages())
                .concatMapIterable(tick -> newlyDue(journey, next))
                .flatMap(message -> post(journey, message), MOST_IN_FLIGHT)
                .filter(accepted -> !accepted)
                .count();
    }

    private static Iterable<Integer> newlyDue(Journey journey, AtomicInteger next) {
        int due = journey.due();
        Stream<Integer> messages = IntStream.range(next.getAndSet(due), due).boxed();
        return messages.toList();
    }

    private Mono<Boolean> post(Journey journey, int message) {
        String application = applications.get(message % applications.size());
        return publisher.publish(application, message).doOnNext(accepted -> {
            if (accepted) {
                journey.accepted(message);
            }
        });
    }
}
