package io.posthorn.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/** All {@linkplain Door doors} on one port. Notes every arrival before it answers. */
final class Receiver implements AutoCloseable {

    /** A megabyte, piece by piece. */
    private static final Flux<byte[]> FLOOD = Flux.range(0, 64).map(_ -> new byte[16384]);

    private final Journal journal;
    private final Map<Door, Webhook> verifiers = new ConcurrentHashMap<>();
    private final Map<String, Integer> arrivals = new ConcurrentHashMap<>();
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    /** Of its own: those that all share end with any Spring context. */
    private final LoopResources loops = LoopResources.create("receiver");

    private final DisposableServer server;

    Receiver(Journal journal) {
        this.journal = journal;
        this.server = HttpServer.create()
                .runOn(loops)
                .host("127.0.0.1")
                .port(0)
                .channelGroup(connections)
                .handle(this::receive)
                .bindNow();
    }

    String url(Door door) {
        return "http://127.0.0.1:" + server.port() + door.path();
    }

    void trust(Door door, String secret) {
        try {
            verifiers.put(door, new Webhook(secret));
        } catch (EmptyWebhookSecretException e) {
            throw new IllegalArgumentException(secret, e);
        }
    }

    /** Waits until nothing is connected any more, so that whatever a dead process had sent is noted. */
    void awaitHangUp() {
        Awaitility.await("the end of all connections")
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(30))
                .until(connections::isEmpty);
    }

    private Publisher<Void> receive(HttpServerRequest request, HttpServerResponse response) {
        return request.receive()
                .aggregate()
                .asByteArray()
                .defaultIfEmpty(new byte[0])
                .flatMap(body -> answer(response, note(request, body)));
    }

    private Door.Answer note(HttpServerRequest request, byte[] body) {
        Door door = Door.valueOf(request.uri().substring(1));
        int number = Letter.numberIn(body);
        int arrival = arrivals.merge(door + " " + number, 1, Integer::sum);
        Door.Answer answer = door.answer(number, arrival);
        journal.note(new Event.Arrived(
                System.nanoTime(),
                Instant.now(),
                door,
                header(request, "webhook-id"),
                number,
                Letter.sha256(body),
                isSigned(door, request, body),
                answer.status()));
        return answer;
    }

    private boolean isSigned(Door door, HttpServerRequest request, byte[] body) {
        Webhook verifier = verifiers.get(door);
        if (verifier == null) {
            return false;
        }
        try {
            verifier.verify(
                    new String(body, UTF_8),
                    Map.of(
                            "webhook-id", List.of(header(request, "webhook-id")),
                            "webhook-timestamp", List.of(header(request, "webhook-timestamp")),
                            "webhook-signature", List.of(header(request, "webhook-signature"))));
            return true;
        } catch (WebhookVerificationException e) {
            return false;
        }
    }

    private static String header(HttpServerRequest request, String name) {
        return request.requestHeaders().get(name, "");
    }

    private static Mono<Void> answer(HttpServerResponse response, Door.Answer answer) {
        return switch (answer.manner()) {
            case ANSWER -> later(answer, empty(response.status(answer.status())));
            case ASK_FOR_A_PAUSE -> empty(response.status(answer.status()).header("retry-after", "1"));
            case FLOOD -> response.status(answer.status()).sendByteArray(FLOOD).then();
            case HANG -> Mono.never();
            case GARBAGE ->
                raw(response, channel -> channel.writeAndFlush(Unpooled.copiedBuffer("SMTP/1.0 what\r\n\r\n", UTF_8))
                        .addListener(ChannelFutureListener.CLOSE));
            case RESET ->
                raw(response, channel -> {
                    channel.config().setOption(ChannelOption.SO_LINGER, 0);
                    channel.close();
                });
        };
    }

    private static Mono<Void> empty(HttpServerResponse response) {
        return response.header("content-length", "0").send();
    }

    private static Mono<Void> later(Door.Answer answer, Mono<Void> sent) {
        return answer.after().isZero() ? sent : Mono.delay(answer.after()).then(sent);
    }

    /** Past everything that knows HTTP. */
    private static Mono<Void> raw(HttpServerResponse response, Consumer<Channel> deed) {
        response.withConnection(connection -> {
            Channel channel = connection.channel();
            while (channel.pipeline().first() != null) {
                channel.pipeline().removeFirst();
            }
            deed.accept(channel);
        });
        return Mono.never();
    }

    @Override
    public void close() {
        server.disposeNow();
        loops.dispose();
    }
}
