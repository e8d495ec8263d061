package io.posthorn.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.ByteBufFlux;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.test.StepVerifier;

/** Servers and clients of Reactor Netty on these loops, over real sockets. */
class EpollLoopsTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final CountedIo io = new CountedIo();
    private final LoopResources loops = new EpollLoops("loops-test", 2, io);
    private final AtomicReference<Class<?>> sockets = new AtomicReference<>();

    @BeforeEach
    void onlyWhereThereIsEpoll() {
        Assumptions.assumeTrue(Epoll.isAvailable());
    }

    @AfterEach
    void end() {
        loops.disposeLater(Duration.ZERO, PATIENCE).block(PATIENCE);
    }

    @Test
    void carriesExchangeAfterExchangeOverOneConnection() {
        DisposableServer server = echo();
        HttpClient client = client(server, ConnectionProvider.create("one", 1));

        Flux<Integer> lengths = Flux.range(1, 200).concatMap(length -> echoed(client, length));

        StepVerifier.create(lengths.zipWith(Flux.range(1, 200), Integer::equals).all(same -> same))
                .expectNext(true)
                .expectComplete()
                .verify(PATIENCE);
        assertThat(sockets.get()).isEqualTo(EpollSocketChannel.class);
        server.disposeNow();
    }

    @Test
    void tellsTheSystemNothingWhileExchangesFollowEachOther() {
        DisposableServer server = echo();
        HttpClient client = client(server, ConnectionProvider.create("quiet", 1));
        Flux<Integer> exchanges = Flux.range(1, 100).concatMap(_ -> echoed(client, 300));
        StepVerifier.create(exchanges).expectNextCount(100).expectComplete().verify(PATIENCE);
        int before = io.told();

        StepVerifier.create(exchanges).expectNextCount(100).expectComplete().verify(PATIENCE);

        assertThat(io.told() - before).isLessThan(20);
        server.disposeNow();
    }

    @Test
    void areWhatAProgramGetsWhereThereIsEpoll() {
        Assumptions.assumeTrue(LoopResources.DEFAULT_NATIVE);
        LoopResources opened = EpollLoops.open("opened");

        assertThat(opened).isInstanceOf(EpollLoops.class);
        opened.disposeLater(Duration.ZERO, PATIENCE).block(PATIENCE);
    }

    /** Larger than what sockets hold: both sides have to wait for room, and to stop reading for it. */
    @Test
    void carriesMoreThanTheSocketsHold() {
        DisposableServer server = echo();
        HttpClient client = client(server, ConnectionProvider.create("large", 1));

        StepVerifier.create(echoed(client, 32 << 20))
                .expectNext(32 << 20)
                .expectComplete()
                .verify(PATIENCE);
        server.disposeNow();
    }

    /** Who reads in small portions asks anew each time, after turns in which nothing was to be read. */
    @Test
    void readsOnlyWhatIsAskedFor() {
        DisposableServer server = echo();
        HttpClient client = client(server, ConnectionProvider.create("slow", 1));

        Mono<Integer> slowly = client.post()
                .uri("/")
                .send(Mono.fromSupplier(() -> zeros(4 << 20)))
                .responseContent()
                .map(ByteBuf::readableBytes)
                .limitRate(1)
                .concatMap(length -> Mono.just(length).publishOn(Schedulers.parallel()), 1)
                .reduce(0, Integer::sum);

        StepVerifier.create(slowly).expectNext(4 << 20).expectComplete().verify(PATIENCE);
        server.disposeNow();
    }

    @Test
    void hearsOfAServerThatHangsUp() {
        DisposableServer server = HttpServer.create()
                .runOn(loops)
                .host("127.0.0.1")
                .port(0)
                .handle((request, response) -> {
                    response.withConnection(connection -> connection.channel().close());
                    return Mono.never();
                })
                .bindNow();

        StepVerifier.create(echoed(client(server, ConnectionProvider.newConnection()), 10))
                .expectError()
                .verify(PATIENCE);
        server.disposeNow();
    }

    @Test
    void endsItsThreads() {
        EventExecutor one = loops.onServer(true).next();
        assertThat(one.submit(() -> Thread.currentThread().getName())
                        .syncUninterruptibly()
                        .getNow())
                .startsWith("loops-test-epoll-");

        loops.disposeLater(Duration.ZERO, PATIENCE).block(PATIENCE);

        assertThat(loops.isDisposed()).isTrue();
        assertThat(one.isTerminated()).isTrue();
    }

    @Test
    void letsNobodyBlockItsThreads() {
        assertThat(loops.onServer(true)
                        .next()
                        .submit(Schedulers::isInNonBlockingThread)
                        .syncUninterruptibly()
                        .getNow())
                .isTrue();
    }

    private DisposableServer echo() {
        return HttpServer.create()
                .runOn(loops)
                .host("127.0.0.1")
                .port(0)
                .handle((request, response) -> {
                    request.withConnection(
                            connection -> sockets.set(connection.channel().getClass()));
                    return response.send(request.receive().retain());
                })
                .bindNow();
    }

    private HttpClient client(DisposableServer server, ConnectionProvider pool) {
        return HttpClient.create(pool).runOn(loops).host("127.0.0.1").port(server.port());
    }

    private static Mono<Integer> echoed(HttpClient client, int length) {
        return client.post()
                .uri("/")
                .send(ByteBufFlux.fromInbound(Mono.fromSupplier(() -> zeros(length))))
                .responseContent()
                .map(ByteBuf::readableBytes)
                .reduce(0, Integer::sum);
    }

    private static ByteBuf zeros(int length) {
        return Unpooled.wrappedBuffer(new byte[length]);
    }
}
