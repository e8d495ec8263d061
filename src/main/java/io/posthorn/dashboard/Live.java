package io.posthorn.dashboard;

import io.posthorn.access.Session;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Tells an open page when there is something new to see, so that it asks for it again. The stream says "look" and
 * nothing else; what is seen comes the usual way, with the usual checks.
 */
final class Live {

    private static final Duration EVERY = Duration.ofSeconds(2);

    private final Scheduler scheduler;
    private final InstantSource clock;

    Live(Scheduler scheduler, InstantSource clock) {
        this.scheduler = scheduler;
        this.clock = clock;
    }

    /**
     * One "look" per change of what is watched, until the browser leaves or its session ends.
     *
     * @param watched read every two seconds; equal values are no change, failures are none either
     */
    Flux<ServerSentEvent<String>> looks(ServerWebExchange exchange, Mono<?> watched) {
        Flux<ServerSentEvent<String>> looks = Flux.interval(EVERY, scheduler)
                .onBackpressureDrop()
                .takeWhile(_ -> isSignedIn(exchange))
                .concatMap(_ -> watched.map(Object::toString).onErrorResume(_ -> Mono.empty()), 1)
                .distinctUntilChanged()
                .map(_ -> event("look"));
        return looks.concatWith(Mono.fromSupplier(() -> event("end")));
    }

    private boolean isSignedIn(ServerWebExchange exchange) {
        Session session = SessionFilter.of(exchange);
        return session != null && session.expiresAt().isAfter(clock.instant());
    }

    private static ServerSentEvent<String> event(String name) {
        return ServerSentEvent.<String>builder().event(name).data("").build();
    }
}
