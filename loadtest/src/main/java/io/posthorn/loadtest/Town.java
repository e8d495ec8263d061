package io.posthorn.loadtest;

import io.netty.channel.Channel;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Receivers of all tempers behind one port, which every address of 127.0.0.0/8 leads to. The first word of a path says
 * how it behaves: {@code /measured} notes the arrival, {@code /counted} counts it, {@code /slow} takes 200 ms, {@code
 * /hang} never answers, {@code /moody} answers until it is told to hang.
 */
final class Town implements AutoCloseable {

    private static final Duration SLOW = Duration.ofMillis(200);

    private final AtomicReference<@Nullable Journey> journey = new AtomicReference<>();
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final LongAdder arrivals = new LongAdder();
    private final LongAdder connections = new LongAdder();
    private final Set<Channel> open = ConcurrentHashMap.newKeySet();
    private volatile DisposableServer server;
    private volatile boolean moody;
    private final int port;

    Town() {
        this.server = open(0);
        this.port = server.port();
    }

    private DisposableServer open(int where) {
        return HttpServer.create()
                .host("0.0.0.0")
                .port(where)
                .doOnChannelInit((_, channel, _) -> enter(channel))
                .handle(this::answer)
                .bindNow();
    }

    private void enter(Channel connection) {
        connections.increment();
        open.add(connection);
        connection.closeFuture().addListener(_ -> open.remove(connection));
    }

    private Mono<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        String path = request.uri();
        Mono<Void> read = path.startsWith("/measured")
                ? request.receive()
                        .aggregate()
                        .asByteArray()
                        .doOnNext(this::note)
                        .then()
                : request.receive().then();
        return read.then(Mono.defer(() -> temper(path, response)));
    }

    private Mono<Void> temper(String path, HttpServerResponse response) {
        arrivals.increment();
        counts.computeIfAbsent(path, _ -> new LongAdder()).increment();
        if (path.startsWith("/hang") || moody && path.startsWith("/moody")) {
            return Mono.never();
        }
        Mono<Void> answer = response.header("content-length", "0").send().then();
        return path.startsWith("/slow") ? Mono.delay(SLOW).then(answer) : answer;
    }

    private void note(byte[] payload) {
        Journey current = journey.get();
        if (current != null) {
            current.arrived((int) Payloads.sequenceOf(payload));
        }
    }

    /** What arrives at {@code /measured} from now on belongs to this journey. */
    void belongTo(Journey next) {
        journey.set(next);
    }

    /** What arrives at {@code /measured} from now on is counted, and belongs to no journey. */
    void belongToNone() {
        journey.set(null);
    }

    /** Who is moody answers no more. */
    void hang() {
        moody = true;
    }

    /** Everybody leaves: nobody listens, and all connections are gone. */
    void die() {
        server.disposeNow();
        open.forEach(Channel::close);
    }

    /** Everybody is back, on the same port. */
    void comeBack() {
        server = open(port);
    }

    /** The base of a URL at this address. */
    String at(String address) {
        return "http://" + address + ":" + port;
    }

    int port() {
        return port;
    }

    /** Requests so far, of any kind. */
    long arrivals() {
        return arrivals.sum();
    }

    /** Requests so far at the path. */
    long arrivals(String path) {
        LongAdder count = counts.get(path);
        return count == null ? 0 : count.sum();
    }

    /** Connections that were made so far. */
    long connections() {
        return connections.sum();
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
