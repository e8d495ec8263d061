package io.posthorn.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** All {@linkplain Door doors} on one port. Notes every arrival before it answers. */
final class Receiver implements AutoCloseable {

    private final Journal journal;
    private final Map<Door, Webhook> verifiers = new ConcurrentHashMap<>();
    private final Map<String, Integer> arrivals = new ConcurrentHashMap<>();
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final DisposableServer server;

    Receiver(Journal journal) {
        this.journal = journal;
        this.server = HttpServer.create()
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
        if (answer.status() == 0) {
            response.withConnection(connection -> {
                connection.channel().config().setOption(ChannelOption.SO_LINGER, 0);
                connection.channel().close();
            });
            return Mono.never();
        }
        Mono<Void> sent =
                response.status(answer.status()).header("content-length", "0").send();
        return answer.after().isZero() ? sent : Mono.delay(answer.after()).then(sent);
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
