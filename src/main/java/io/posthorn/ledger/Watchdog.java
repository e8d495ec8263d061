package io.posthorn.ledger;

import io.r2dbc.postgresql.api.PostgresqlConnection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Closes a connection whose flush passed its deadline, so that the flush fails instead of hanging for ever. */
final class Watchdog {

    private static final Logger log = LoggerFactory.getLogger(Watchdog.class);

    private final Disposable timer;

    Watchdog(PostgresqlConnection connection, Duration deadline, Scheduler scheduler) {
        timer = scheduler.schedule(() -> expire(connection, deadline), deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void expire(PostgresqlConnection connection, Duration deadline) {
        log.warn("A flush has taken longer than {}; its connection is closed and replaced", deadline);
        Mono<Void> closing = connection.close();
        closing.onErrorComplete().toFuture();
    }

    void dispose() {
        timer.dispose();
    }
}
