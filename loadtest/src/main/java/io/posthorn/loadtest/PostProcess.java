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

/** A product that posts each message alone, each under a key of its own, over many connections, as the SDKs do. */
final class PostProcess {

    private final Window window;
    private final List<PostConnection> connections;

    private PostProcess(URI posthorn, int inFlight, PostRequests requests, Window window) {
        this.window = window;
        this.connections = IntStream.range(0, inFlight)
                .mapToObj(i -> new PostConnection(requests, window))
                .toList();
        connections.forEach(connection -> connect(posthorn, connection));
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
     * Takes Posthorn's URL, its key, the number in flight, the window, where to ask how many arrived, and the
     * applications; then answers milliseconds with tallies.
     */
    public static void main(String[] args) {
        Posthorn posthorn = new Posthorn(args[0], args[1]);
        PostRequests requests = new PostRequests(posthorn, Arrays.asList(args).subList(5, args.length));
        PostProcess process = new PostProcess(
                URI.create(posthorn.baseUrl()),
                Integer.parseInt(args[2]),
                requests,
                new Window(Long.parseLong(args[3]), args[4]));
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
