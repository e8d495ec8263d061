package io.posthorn.loadtest;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.posthorn.id.IdGenerator;
import io.posthorn.id.IdKind;
import io.posthorn.id.UuidV7Generator;
import io.posthorn.signing.SignatureHeaders;
import io.posthorn.signing.SigningSecret;
import io.posthorn.signing.SymmetricSecret;
import io.posthorn.signing.WebhookSigner;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** What everything is compared with: the same client and the same signed requests, in a loop, without a database. */
final class BareProcess {

    private static final List<String> FAMILIES = List.of("webhook-", "svix-");

    private final Clock clock = Clock.systemUTC();
    private final IdGenerator ids = new UuidV7Generator(clock, new SecureRandom());
    private final List<SigningSecret> secrets = List.of(SymmetricSecret.generate());
    private final AtomicLong sequence = new AtomicLong();
    private final HttpClient client;
    private final String url;

    private BareProcess(String url, int inFlight) {
        this.url = url + "/bare";
        this.client = HttpClient.create(ConnectionProvider.builder("bare")
                        .maxConnections(inFlight)
                        .build())
                .disableRetry(true)
                .headers(headers -> headers.set("content-type", "application/json")
                        .set("user-agent", "Posthorn/dev")
                        .set("accept-encoding", "identity"));
    }

    /** Takes the receiver's URL and the number in flight; then answers milliseconds with tallies. */
    public static void main(String[] args) {
        int inFlight = Integer.parseInt(args[1]);
        BareProcess bare = new BareProcess(args[0], inFlight);
        ClosedLoop loop = new ClosedLoop(inFlight, () -> true, bare::post);
        Commands.answer(millis -> loop.run(Duration.ofMillis(Long.parseLong(millis)))
                .toFuture()
                .join()
                .line());
    }

    private Mono<Boolean> post() {
        byte[] payload = Payloads.of(sequence.getAndIncrement());
        SignatureHeaders signed =
                WebhookSigner.sign(IdKind.MESSAGE.format(ids.next()), clock.instant(), payload, secrets);
        return client.headers(headers -> addTo(headers, signed))
                .post()
                .uri(url)
                .send(Mono.just(Unpooled.wrappedBuffer(payload)))
                .responseSingle((response, body) ->
                        body.asByteArray().thenReturn(response.status().code() == 200));
    }

    /** All that Posthorn sends, both families. */
    private static void addTo(HttpHeaders headers, SignatureHeaders signed) {
        for (String family : FAMILIES) {
            headers.set(family + "id", signed.id())
                    .set(family + "timestamp", signed.timestamp())
                    .set(family + "signature", signed.signature());
        }
        headers.set("webhook-event-type", Posthorn.EVENT_TYPE);
    }
}
