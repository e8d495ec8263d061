package io.posthorn.egress;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLException;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;
import reactor.netty.ByteBufFlux;
import reactor.netty.NettyOutbound;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.LoopResources;

/** Posts through {@link GuardedConnections}; one deadline over all, and what came before it counts. */
final class GuardedWebhookClient implements WebhookClient {

    private static final Logger log = LoggerFactory.getLogger(GuardedWebhookClient.class);

    /** An error to go on with: a time-out without one spells out all that it waits for, each time it is set. */
    private static final Mono<Exchange> LATE = Mono.error(TimeoutException::new);

    private final GuardedConnections connections;
    private final Scheduler deadlines;
    private final FailureClassifier failures;
    private final long maxRead;
    private final int maxKept;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final LongAdder resent = new LongAdder();

    GuardedWebhookClient(EgressProperties properties, GuardedConnections connections, Scheduler deadlines) {
        this.connections = connections;
        this.deadlines = deadlines;
        this.failures = new FailureClassifier(properties.connectTimeout());
        this.maxRead = properties.maxResponseRead().toBytes();
        this.maxKept = Math.toIntExact(properties.maxResponseKept().toBytes());
    }

    static WebhookClient open(
            EgressProperties properties, TargetLists lists, LoopResources loops, Scheduler deadlines) {
        return new GuardedWebhookClient(
                properties,
                new GuardedConnections(properties, lists, NameResolution.ofThisMachine(loops), trustingTheJdk(), loops),
                deadlines);
    }

    @Override
    public Mono<Exchange> post(OutboundRequest request) {
        return Mono.defer(() -> {
            Door door = connections.door(request.organization());
            return switch (door.targets().check(request.uri())) {
                case TargetVerdict.Allowed(Target target) -> send(door, target, request);
                case TargetVerdict.Refused refused -> Mono.just(refuse(request, refused));
            };
        });
    }

    @Override
    public int inFlight() {
        return inFlight.get();
    }

    @Override
    public long resent() {
        return resent.sum();
    }

    @Override
    public void close() {
        connections.close();
    }

    private Mono<Exchange> send(Door door, Target target, OutboundRequest request) {
        return Mono.using(
                this::begin, post -> exchange(door, target, request, post), _ -> inFlight.decrementAndGet(), true);
    }

    private Post begin() {
        inFlight.incrementAndGet();
        return new Post(new Progress(), new Reception(maxRead, maxKept));
    }

    private Mono<Exchange> exchange(Door door, Target target, OutboundRequest request, Post post) {
        return once(connections.usual(door, target), target, request, post)
                .onErrorResume(_ -> post.wasStale(), _ -> {
                    resent.increment();
                    return once(door.fresh(target), target, request, post);
                })
                .timeout(request.deadline(), LATE, deadlines)
                .onErrorResume(error -> Mono.just(settle(error, request, post)));
    }

    private static Mono<Exchange> once(HttpClient client, Target target, OutboundRequest request, Post post) {
        return client.post()
                .uri(target.uri())
                .send((head, out) -> write(head, out, request, post.progress()))
                .response((head, body) -> receive(head, body, post))
                .single()
                // Found once: the client asks for it again and again, each time through all operators below.
                .contextWrite(context -> context);
    }

    private static Publisher<Void> write(
            HttpClientRequest head, NettyOutbound out, OutboundRequest request, Progress progress) {
        out.withConnection(connection -> progress.sendingOver(connection.channel()));
        HttpHeaders headers = head.requestHeaders();
        request.headers().forEach(header -> headers.set(header.name(), header.value()));
        return out.sendObject(Unpooled.wrappedBuffer(request.body()));
    }

    private static Mono<Exchange> receive(HttpClientResponse head, ByteBufFlux body, Post post) {
        post.reception().headers(head);
        return body.takeWhile(post.reception()::body).then(Mono.create(post::complete));
    }

    private Exchange settle(Throwable error, OutboundRequest request, Post post) {
        Exchange.Answered answer = post.reception().answer();
        if (answer != null) {
            return answer;
        }
        if (error instanceof TimeoutException) {
            return new Exchange.Failed(
                    FailureKind.TIMED_OUT,
                    "no answer within " + Seconds.of(request.deadline()) + ": "
                            + post.progress().waiting());
        }
        Exchange.Failed failed = failures.classify(error, post.progress().isSent());
        report(failed, request, error);
        return failed;
    }

    private static Exchange refuse(OutboundRequest request, TargetVerdict.Refused refused) {
        log.warn("Refused to post to {}: {} ({})", request.uri().getHost(), refused.reason(), refused.rule());
        return new Exchange.Failed(FailureKind.NOT_ALLOWED, refused.publicText());
    }

    private static void report(Exchange.Failed failed, OutboundRequest request, Throwable error) {
        if (error instanceof TargetRefusedException refused) {
            log.warn("Refused to dial {}: {}", request.uri().getHost(), refused.getMessage());
        } else if (failed.kind() == FailureKind.OURS) {
            log.warn(
                    "Could not post to {} by a fault of ours: {}", request.uri().getHost(), failed.detail(), error);
        }
    }

    static SslContext trustingTheJdk() {
        try {
            return SslContextBuilder.forClient().build();
        } catch (SSLException e) {
            throw new IllegalStateException("this Java cannot speak TLS", e);
        }
    }

    /** The state of one post. */
    private record Post(Progress progress, Reception reception) {

        boolean wasStale() {
            return progress.wasStale() && reception.answer() == null;
        }

        /**
         * Answers once the connection is back in the pool. The body's last byte is passed on before that, and whoever
         * posts again on hearing of it would find the pool without this connection and open another.
         */
        void complete(MonoSink<Exchange> sink) {
            reception.end();
            progress.afterwards(() -> sink.success(reception.answer()));
        }
    }
}
