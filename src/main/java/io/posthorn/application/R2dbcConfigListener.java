package io.posthorn.application;

import io.posthorn.postgres.DirectConnections;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.postgresql.api.PostgresqlResult;
import io.r2dbc.spi.ValidationDepth;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/** Hears that the configuration changed, on a connection of its own that it opens again whenever it ends. */
final class R2dbcConfigListener {

    private static final Logger LOG = LoggerFactory.getLogger(R2dbcConfigListener.class);
    private static final Duration PING_EVERY = Duration.ofSeconds(10);
    private static final Duration PING_DEADLINE = Duration.ofSeconds(5);
    private static final Duration OPENING = Duration.ofSeconds(10);
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(5);

    private final DirectConnections connections;
    private final Scheduler scheduler;

    R2dbcConfigListener(DirectConnections connections, Scheduler scheduler) {
        this.connections = connections;
        this.scheduler = scheduler;
    }

    /** Says "look" on each start of listening and on each notification, several of which may be one; never ends. */
    Flux<String> looks() {
        return Flux.usingWhen(
                        connections.open("config").timeout(OPENING, scheduler),
                        this::listen,
                        PostgresqlConnection::close)
                .doOnError(R2dbcConfigListener::logLoss)
                .retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_RETRY)
                        .maxBackoff(LONGEST_RETRY)
                        .transientErrors(true)
                        .scheduler(scheduler));
    }

    private Flux<String> listen(PostgresqlConnection connection) {
        Mono<Void> listening = connection
                .createStatement("LISTEN " + R2dbcConfigVersion.CHANNEL)
                .execute()
                .flatMap(PostgresqlResult::getRowsUpdated)
                .then()
                .timeout(PING_DEADLINE, scheduler);
        return listening.thenMany(Flux.merge(notifications(connection), pings(connection)));
    }

    /** Demand is unbounded, whatever the consumer does: a slow one would end the subscription with an overflow. */
    private static Flux<String> notifications(PostgresqlConnection connection) {
        return connection
                .getNotifications()
                .map(_ -> "notified")
                .startWith("listening")
                .concatWith(Mono.error(() -> new IllegalStateException("the connection ended")))
                .onBackpressureLatest();
    }

    private Flux<String> pings(PostgresqlConnection connection) {
        return Flux.interval(PING_EVERY, scheduler)
                .onBackpressureDrop()
                .concatMap(_ -> ping(connection).timeout(PING_DEADLINE, scheduler), 1);
    }

    private static Mono<String> ping(PostgresqlConnection connection) {
        return Mono.from(connection.validate(ValidationDepth.REMOTE))
                .filter(alive -> alive)
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("the connection does not answer")))
                .then(Mono.empty());
    }

    private static void logLoss(Throwable loss) {
        LOG.warn(
                "no longer hearing of configuration changes ({}); listening again soon, and polling each second",
                loss.toString());
    }
}
