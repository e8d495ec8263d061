package io.posthorn.ledger;

import io.posthorn.postgres.Columns;
import io.posthorn.postgres.DirectConnections;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.postgresql.api.PostgresqlResult;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The rows by which nodes know each other. On a connection of its own, one call at a time. */
public final class Nodes {

    private static final String REGISTER = "INSERT INTO node (id, name) VALUES ($1, $2)";
    private static final String BEAT = "UPDATE node SET beat = beat + 1 WHERE id = $1 AND fenced_at IS NULL";
    private static final String PEERS = "SELECT id, name, beat FROM node WHERE id <> $1";
    /** FOR UPDATE waits for the flushes in flight, which hold the row FOR KEY SHARE; a later flush finds it fenced. */
    private static final String FENCE = """
            WITH locked AS (SELECT id FROM node WHERE id = $1 FOR UPDATE)
            UPDATE node SET fenced_at = coalesce(fenced_at, now()) FROM locked WHERE node.id = locked.id""";

    private static final String FREE_PENDING = "UPDATE pending SET node_id = NULL WHERE node_id = $1";
    private static final String FREE_DELIVERIES = "UPDATE delivery SET node_id = NULL WHERE node_id = $1";
    private static final String REMOVE = "DELETE FROM node WHERE id = $1";

    /** Ending a node waits for its flushes in flight, which the server ends after 15 s without a word. */
    private static final Duration ANSWER = Duration.ofSeconds(20);

    private final CommitConnection connection;
    private final Scheduler eventLoop;

    Nodes(DirectConnections connections) {
        this.connection = new CommitConnection(connections, "heartbeat");
        this.eventLoop = connections.eventLoop();
    }

    /**
     * Another process that is registered.
     *
     * @param beat its heartbeat counter; a living node's rises
     */
    public record Peer(UUID id, String name, long beat) {}

    /** Writes the row of a process that starts. */
    public Mono<Void> register(UUID node, String name) {
        return using(open -> run(
                open.createStatement(REGISTER).bind("$1", node).bind("$2", name).execute()));
    }

    /** Raises this node's counter and reads the others'; errors with {@link FencedException} when it was taken over. */
    public Mono<List<Peer>> beat(UUID node) {
        return using(open -> count(open.createStatement(BEAT).bind("$1", node).execute())
                .filter(rows -> rows == 1)
                .switchIfEmpty(Mono.error(() -> new FencedException(node)))
                .then(peers(open, node)));
    }

    private static Mono<List<Peer>> peers(PostgresqlConnection open, UUID node) {
        return Flux.defer(() -> open.createStatement(PEERS).bind("$1", node).execute())
                .concatMap(result -> result.map(row -> new Peer(
                        Columns.required(row, "id", UUID.class),
                        Columns.required(row, "name", String.class),
                        Columns.required(row, "beat", Long.class))))
                .collectList();
    }

    /**
     * Ends a node: fences it, so that nothing it still writes is accepted, frees all it owned and removes its row.
     * For a dead peer, and for this node itself when it stops and has drained.
     *
     * @return how many messages and deliveries are free now
     */
    public Mono<Long> end(UUID node) {
        return using(open -> run(open.createStatement(FENCE).bind("$1", node).execute())
                .then(Mono.defer(() -> count(
                        open.createStatement(FREE_PENDING).bind("$1", node).execute())))
                .flatMap(messages -> count(open.createStatement(FREE_DELIVERIES)
                                .bind("$1", node)
                                .execute())
                        .map(deliveries -> messages + deliveries))
                .delayUntil(freed ->
                        run(open.createStatement(REMOVE).bind("$1", node).execute())));
    }

    /** Closes the connection. */
    public Mono<Void> close() {
        return connection.discard();
    }

    private <T> Mono<T> using(Function<PostgresqlConnection, Mono<T>> work) {
        return connection
                .get()
                .flatMap(work)
                // In time to close the connection: one that hangs stays useless for ever.
                .timeout(ANSWER)
                .onErrorResume(error -> error instanceof FencedException
                        ? Mono.error(error)
                        : connection.discard().then(Mono.error(error)))
                .subscribeOn(eventLoop);
    }

    private static Mono<Void> run(Publisher<PostgresqlResult> results) {
        return count(results).then();
    }

    private static Mono<Long> count(Publisher<PostgresqlResult> results) {
        return Flux.from(results).concatMap(PostgresqlResult::getRowsUpdated).reduce(0L, Long::sum);
    }
}
