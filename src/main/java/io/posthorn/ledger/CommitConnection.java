package io.posthorn.ledger;

import io.posthorn.postgres.Columns;
import io.posthorn.postgres.DirectConnections;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * The one connection of a group commit: opened when needed, kept while it is sound, replaced after any doubt. Used by
 * one flush at a time, always from the connections' event loop.
 */
final class CommitConnection {

    private static final Logger log = LoggerFactory.getLogger(CommitConnection.class);
    private static final Duration CLOSING = Duration.ofSeconds(2);

    /** A server, or what stands in front of it, may take a connection and never say a word. */
    private static final Duration OPENING = Duration.ofSeconds(10);

    private final DirectConnections connections;
    private final String purpose;
    private @Nullable PostgresqlConnection current;
    private @Nullable Backend backend;

    CommitConnection(DirectConnections connections, String purpose) {
        this.connections = connections;
        this.purpose = purpose;
    }

    /** The sound connection, or a new one. */
    Mono<PostgresqlConnection> get() {
        return Mono.defer(() -> current != null ? Mono.just(current) : open());
    }

    /**
     * Nobody uses the new one before the last backend is gone: where the network swallowed what was sent to it, it waits
     * in the middle of a COPY, which no time-out of the server ends, and keeps others from the keys that it wrote.
     */
    private Mono<PostgresqlConnection> open() {
        return connections.open(purpose).timeout(OPENING).flatMap(opened -> identify(opened)
                .delayUntil(identity -> endOfLast(opened))
                .timeout(OPENING)
                .doOnNext(identity -> {
                    current = opened;
                    backend = identity;
                })
                .thenReturn(opened)
                .onErrorResume(error -> close(opened).then(Mono.error(error))));
    }

    private Mono<Void> endOfLast(PostgresqlConnection connection) {
        Backend last = backend;
        return last == null ? Mono.empty() : last.end(connection);
    }

    private static Mono<Backend> identify(PostgresqlConnection connection) {
        return connection
                .createStatement("SELECT pid, backend_start::text AS started FROM pg_stat_activity"
                        + " WHERE pid = pg_backend_pid()")
                .execute()
                .concatMap(result -> result.map(row -> new Backend(
                        Columns.required(row, "pid", Integer.class), Columns.required(row, "started", String.class))))
                .next();
    }

    /** Closes the connection and forgets it, whatever state it is in. */
    Mono<Void> discard() {
        return Mono.defer(() -> {
            PostgresqlConnection doubtful = current;
            current = null;
            return doubtful == null ? Mono.empty() : close(doubtful);
        });
    }

    private static Mono<Void> close(PostgresqlConnection connection) {
        return connection.close().timeout(CLOSING).onErrorComplete();
    }

    /**
     * A new connection, after making sure that the backend of the last one is gone: only then can what it may have
     * been committing be read without a race. Tries until the database answers.
     */
    Mono<PostgresqlConnection> afterLastBackendIsGone() {
        return discard()
                .then(get())
                .doOnError(error -> log.warn(
                        "The outcome of a commit of {} is still unknown, asking the database again: {}",
                        purpose,
                        error.toString()))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(100)).maxBackoff(Duration.ofSeconds(2)));
    }

    /** A server process, told from a later one with the same number by when it started. */
    private record Backend(int pid, String started) {

        Mono<Void> end(PostgresqlConnection connection) {
            return connection
                    .createStatement("SELECT pg_terminate_backend(pid, 5000) AS ended FROM pg_stat_activity"
                            + " WHERE pid = $1 AND backend_start::text = $2 AND pid <> pg_backend_pid()")
                    .bind("$1", pid)
                    .bind("$2", started)
                    .execute()
                    .concatMap(result -> result.map(row -> Columns.required(row, "ended", Boolean.class)))
                    .next()
                    .filter(ended -> !ended)
                    .flatMap(ended -> Mono.error(new IllegalStateException("backend " + pid + " is still running")));
        }
    }
}
