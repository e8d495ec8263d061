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

/**
 * The rows by which nodes know each other. Heartbeats and take-overs have a connection each, one call at a time: a
 * take-over may have to wait, and must not be what stops the heart of the one who does it.
 */
public final class Nodes {

    private static final String REGISTER =
            "INSERT INTO node (id, name, session_mark) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING";
    private static final String BEAT =
            "UPDATE node SET beat = beat + 1 WHERE id = $1 AND fenced_at IS NULL RETURNING beat";
    private static final String FENCED = "SELECT fenced_at FROM node WHERE id = $1";
    private static final String PEERS = "SELECT id, name, beat FROM node WHERE id <> $1 AND ended_at IS NULL";
    private static final String END_SESSIONS = """
            SELECT pg_terminate_backend(pid) AS ended FROM pg_stat_activity JOIN node ON node.id = $1 AND beat = $2
            WHERE application_name LIKE 'posthorn %' AND right(application_name, 9) = ' ' || session_mark
              AND pid <> pg_backend_pid()""";
    /** FOR UPDATE waits for the flushes in flight, which hold the row FOR KEY SHARE; a later flush finds it fenced. */
    private static final String FENCE = """
            WITH locked AS (SELECT id FROM node WHERE id = $1%s FOR UPDATE)
            UPDATE node SET fenced_at = coalesce(fenced_at, now()) FROM locked WHERE node.id = locked.id""";

    private static final String FENCE_ITSELF = FENCE.formatted("");

    /** Whoever beats before this has the lock goes on sending, and must keep what it owns. */
    private static final String FENCE_UNLESS_IT_BEATS = FENCE.formatted(" AND beat = $2");

    private static final String FREE_PENDING = "UPDATE pending SET node_id = NULL WHERE node_id = $1";
    private static final String FREE_DELIVERIES = "UPDATE delivery SET node_id = NULL WHERE node_id = $1";
    private static final String END = "UPDATE node SET ended_at = now() WHERE id = $1";
    private static final String FORGET = "DELETE FROM node WHERE ended_at < now() - interval '1 day'";

    /** Much less than a time to live: a connection that is lost is to be replaced while this node still counts. */
    private static final Duration ANSWER = Duration.ofSeconds(4);

    /** Ending a node waits for its flushes in flight, which the server ends after 15 s without a word. */
    private static final Duration TAKE_OVER = Duration.ofSeconds(20);

    private final CommitConnection heartbeats;
    private final CommitConnection takeOvers;
    private final SessionMark mark;
    private final Scheduler eventLoop;

    Nodes(DirectConnections connections, SessionMark mark) {
        this.heartbeats = new CommitConnection(connections, mark.named("heartbeat"));
        this.takeOvers = new CommitConnection(connections, "take-over");
        this.mark = mark;
        this.eventLoop = connections.eventLoop();
    }

    /**
     * Another process that is registered.
     *
     * @param beat its heartbeat counter; a living node's rises
     */
    public record Peer(UUID id, String name, long beat) {}

    /**
     * What a heartbeat saw.
     *
     * @param own this node's counter, raised
     */
    public record Beat(long own, List<Peer> peers, Installation installation) {}

    /** Writes the row of a process that starts. */
    public Mono<Void> register(UUID node, String name) {
        return using(heartbeats, ANSWER, open -> run(open.createStatement(REGISTER)
                        .bind("$1", node)
                        .bind("$2", name)
                        .bind("$3", mark.text())
                        .execute())
                .then(Mono.defer(() -> run(open.createStatement(FORGET).execute()))));
    }

    /**
     * Raises this node's counter and looks around.
     *
     * @return errors with {@link FencedException} when this node was taken over, and with
     *     {@link ForgottenNodeException} when the database has never heard of it
     */
    public Mono<Beat> beat(UUID node) {
        return using(heartbeats, ANSWER, open -> raise(open, node)
                .switchIfEmpty(Mono.defer(() -> whyNot(open, node)))
                .flatMap(own -> peers(open, node).flatMap(peers -> Installation.read(open)
                        .map(installation -> new Beat(own, peers, installation)))));
    }

    private static Mono<Long> raise(PostgresqlConnection open, UUID node) {
        return open.createStatement(BEAT)
                .bind("$1", node)
                .execute()
                .concatMap(result -> result.map(row -> Columns.required(row, "beat", Long.class)))
                .singleOrEmpty();
    }

    private static Mono<Long> whyNot(PostgresqlConnection open, UUID node) {
        return open.createStatement(FENCED)
                .bind("$1", node)
                .execute()
                .concatMap(result -> result.map(row -> true))
                .singleOrEmpty()
                .defaultIfEmpty(false)
                .flatMap(known -> Mono.error(known ? new FencedException(node) : new ForgottenNodeException(node)));
    }

    private static Mono<List<Peer>> peers(PostgresqlConnection open, UUID node) {
        return Flux.defer(() -> open.createStatement(PEERS).bind("$1", node).execute())
                .concatMap(result -> result.map(row -> new Peer(
                        Columns.required(row, "id", UUID.class),
                        Columns.required(row, "name", String.class),
                        Columns.required(row, "beat", Long.class))))
                .collectList();
    }

    /** Notes which server is written to, and stops all deliveries where there is a reason to. */
    public Mono<Void> note(Installation installation) {
        return using(heartbeats, ANSWER, installation::write);
    }

    /** What the installation's row says. */
    public Mono<Installation> installation() {
        return using(heartbeats, ANSWER, Installation::read);
    }

    /**
     * Takes over from a dead node: ends the sessions it left behind, fences it, so that nothing it still writes is
     * accepted, and frees all it owned.
     *
     * @param peer as it was seen when it was judged
     * @return how many messages and deliveries are free now; empty when it has beaten since it was judged: it lives, and
     *     nothing was done to it
     */
    public Mono<Long> takeOver(Peer peer) {
        return using(takeOvers, TAKE_OVER, open -> run(open.createStatement(END_SESSIONS)
                        .bind("$1", peer.id())
                        .bind("$2", peer.beat())
                        .execute())
                .then(Mono.defer(() -> count(open.createStatement(FENCE_UNLESS_IT_BEATS)
                        .bind("$1", peer.id())
                        .bind("$2", peer.beat())
                        .execute())))
                .filter(fenced -> fenced > 0)
                .flatMap(fenced -> free(open, peer.id())));
    }

    /** Ends this node itself, when it stops and has drained; frees what it still owns and returns how much that is. */
    public Mono<Long> leave(UUID node) {
        return using(heartbeats, TAKE_OVER, open -> run(open.createStatement(FENCE_ITSELF)
                        .bind("$1", node)
                        .execute())
                .then(Mono.defer(() -> free(open, node))));
    }

    private static Mono<Long> free(PostgresqlConnection open, UUID node) {
        return count(open.createStatement(FREE_PENDING).bind("$1", node).execute())
                .flatMap(messages -> count(open.createStatement(FREE_DELIVERIES)
                                .bind("$1", node)
                                .execute())
                        .map(deliveries -> messages + deliveries))
                .delayUntil(
                        freed -> run(open.createStatement(END).bind("$1", node).execute()));
    }

    /** Closes the connections. */
    public Mono<Void> close() {
        return heartbeats.discard().then(takeOvers.discard()).subscribeOn(eventLoop);
    }

    private <T> Mono<T> using(
            CommitConnection connection, Duration within, Function<PostgresqlConnection, Mono<T>> work) {
        return connection
                .get()
                .flatMap(work)
                // In time to close the connection: one that hangs stays useless for ever.
                .timeout(within)
                .onErrorResume(error -> error instanceof FencedException || error instanceof ForgottenNodeException
                        ? Mono.error(error)
                        : connection.discard().then(Mono.error(error)))
                .subscribeOn(eventLoop);
    }

    private static Mono<Void> run(Publisher<PostgresqlResult> results) {
        return Flux.from(results).concatMap(result -> result.map(row -> 1)).then();
    }

    private static Mono<Long> count(Publisher<PostgresqlResult> results) {
        return Flux.from(results).concatMap(PostgresqlResult::getRowsUpdated).reduce(0L, Long::sum);
    }
}
