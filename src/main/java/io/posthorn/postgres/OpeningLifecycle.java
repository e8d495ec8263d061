package io.posthorn.postgres;

import io.r2dbc.postgresql.api.PostgresqlConnection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * One attempt to open a connection. Whoever waits for it may go away: the attempt then goes on by itself, and closes
 * what it gets. The driver's own attempt, when cancelled, leaves the socket open in whatever state it is in.
 */
final class OpeningLifecycle {

    private static final Logger log = LoggerFactory.getLogger(OpeningLifecycle.class);

    private final MonoSink<PostgresqlConnection> waiting;
    private final AtomicBoolean decided = new AtomicBoolean();

    private OpeningLifecycle(MonoSink<PostgresqlConnection> waiting) {
        this.waiting = waiting;
    }

    /** Opens a connection by the attempt for each subscriber. */
    static Mono<PostgresqlConnection> of(Mono<PostgresqlConnection> attempt) {
        return Mono.create(sink -> new OpeningLifecycle(sink).start(attempt));
    }

    private void start(Mono<PostgresqlConnection> attempt) {
        waiting.onCancel(() -> decided.set(true));
        attempt.subscribe(this::opened, this::failed);
    }

    private void opened(PostgresqlConnection connection) {
        if (decided.compareAndSet(false, true)) {
            waiting.success(connection);
        } else {
            connection.close().subscribe(done -> {}, error -> log.debug("A late connection did not close", error));
        }
    }

    private void failed(Throwable error) {
        if (decided.compareAndSet(false, true)) {
            waiting.error(error);
        } else {
            log.debug("Nobody waits any more for a connection that failed: {}", error.toString());
        }
    }
}
