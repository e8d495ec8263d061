package io.posthorn.dispatch;

import io.posthorn.egress.Exchange;
import io.posthorn.egress.FailureKind;
import io.posthorn.egress.Header;
import io.posthorn.egress.OutboundRequest;
import io.posthorn.egress.WebhookClient;
import io.posthorn.signing.SignatureHeaders;
import io.posthorn.signing.WebhookSigner;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import reactor.core.publisher.Mono;

/** Signs and sends over HTTP. */
final class HttpDispatcher implements Dispatcher {

    private final WebhookClient client;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final String userAgent;

    HttpDispatcher(WebhookClient client, InstantSource clock, LongSupplier nanoTime, String userAgent) {
        this.client = client;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.userAgent = userAgent;
    }

    @Override
    public Mono<AttemptOutcome> attempt(AttemptRequest request) {
        return Mono.defer(() -> {
            long begun = nanoTime.getAsLong();
            return client.post(new OutboundRequest(
                            request.url(), headers(request), request.payload(), request.timeout()))
                    .map(exchange -> outcome(exchange, Duration.ofNanos(nanoTime.getAsLong() - begun)));
        });
    }

    private List<Header> headers(AttemptRequest request) {
        SignatureHeaders signed = WebhookSigner.sign(
                request.messageId(), clock.instant(), request.payload(), request.secrets());
        List<Header> headers = new ArrayList<>(10);
        headers.add(new Header("content-type", "application/json"));
        headers.add(new Header("user-agent", userAgent));
        for (String family : List.of("webhook", "svix")) {
            headers.add(new Header(family + "-id", signed.id()));
            headers.add(new Header(family + "-timestamp", signed.timestamp()));
            headers.add(new Header(family + "-signature", signed.signature()));
        }
        headers.add(new Header("webhook-event-type", request.eventType()));
        if (!request.channels().isEmpty()) {
            headers.add(new Header("webhook-channels", String.join(",", request.channels())));
        }
        return headers;
    }

    private static AttemptOutcome outcome(Exchange exchange, Duration took) {
        return switch (exchange) {
            case Exchange.Answered(int status, var retryAfter, byte[] excerpt, boolean truncated)
                    when status >= 200 && status < 300 ->
                new AttemptOutcome.Accepted(status, excerpt, took);
            case Exchange.Answered(int status, var retryAfter, byte[] excerpt, boolean truncated) ->
                new AttemptOutcome.Refused(status, excerpt, retryAfter, took);
            case Exchange.Failed(FailureKind kind, String detail) when kind == FailureKind.OURS ->
                new AttemptOutcome.Prevented(detail, took);
            case Exchange.Failed(FailureKind kind, String detail) ->
                new AttemptOutcome.Unanswered(AttemptOutcome.Failure.valueOf(kind.name()), detail, took);
        };
    }
}
