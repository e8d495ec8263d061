package io.posthorn.loadtest;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.tcp.TcpClient;

/**
 * A product that posts over many connections: each message alone and under a key of its own, as the SDKs do, or batches.
 */
final class PostProcess {

    private final Window window;
    private final List<PostConnection> connections;

    private PostProcess(URI posthorn, int connections, PostRequests requests, Window window) {
        this.window = window;
        this.connections = IntStream.range(0, connections)
                .mapToObj(i -> new PostConnection(requests, window))
                .toList();
        this.connections.forEach(connection -> connect(posthorn, connection));
    }

    private static void connect(URI posthorn, PostConnection connection) {
        TcpClient.newConnection()
                .host(posthorn.getHost())
                .port(posthorn.getPort())
                .doOnChannelInit(
                        (observer, channel, remote) -> channel.pipeline().addFirst(connection))
                .handle((in, out) -> Flux.from(in.receive()).then())
                .connectNow();
    }

    /**
     * Takes Posthorn's URL, its key, the number of connections, how many messages each request has, the window, where
     * to ask how many arrived, and the applications; then answers milliseconds with tallies.
     */
    public static void main(String[] args) {
        Posthorn posthorn = new Posthorn(args[0], args[1]);
        PostRequests requests =
                new PostRequests(posthorn, Arrays.asList(args).subList(6, args.length), Integer.parseInt(args[3]));
        PostProcess process = new PostProcess(
                URI.create(posthorn.baseUrl()),
                Integer.parseInt(args[2]),
                requests,
                new Window(Long.parseLong(args[4]), args[5]));
        Commands.answer(millis -> process.run(Duration.ofMillis(Long.parseLong(millis)))
                .toFuture()
                .join()
                .line());
    }

    private Mono<Tally> run(Duration duration) {
        return window.around(Mono.fromFuture(() -> post(System.nanoTime(), duration)));
    }

    private CompletableFuture<Tally> post(long start, Duration duration) {
        LongAdder accepted = new LongAdder();
        LongAdder refused = new LongAdder();
        long end = start + duration.toNanos();
        CompletableFuture<?>[] runs = connections.stream()
                .map(connection -> connection.begin(PostConnection.Run.until(end, accepted, refused)))
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(runs)
                .thenApply(done -> new Tally(accepted.sum(), refused.sum(), System.nanoTime() - start));
    }
}
