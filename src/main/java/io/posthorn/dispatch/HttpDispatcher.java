package io.posthorn.dispatch;

import io.posthorn.dispatch.AttemptOutcome.Failure;
import io.posthorn.egress.Exchange;
import io.posthorn.egress.FailureKind;
import io.posthorn.egress.OutboundRequest;
import io.posthorn.egress.WebhookClient;
import io.posthorn.signing.SignatureHeaders;
import io.posthorn.signing.WebhookSigner;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Signs with the time of this attempt, posts, and says in the words of a delivery what came of it. */
final class HttpDispatcher implements Dispatcher {

    private static final Logger log = LoggerFactory.getLogger(HttpDispatcher.class);

    private final WebhookClient client;
    private final WebhookHeaders headers;
    private final InstantSource clock;

    HttpDispatcher(WebhookClient client, WebhookHeaders headers, InstantSource clock) {
        this.client = client;
        this.headers = headers;
        this.clock = clock;
    }

    @Override
    public Mono<AttemptOutcome> attempt(AttemptRequest request) {
        return Mono.defer(() -> post(request, System.nanoTime()))
                .onErrorResume(error -> Mono.just(prevented(request, error)));
    }

    private Mono<AttemptOutcome> post(AttemptRequest request, long began) {
        return client.post(signed(request)).map(exchange -> toOutcome(exchange, since(began)));
    }

    private OutboundRequest signed(AttemptRequest request) {
        SignatureHeaders signature =
                WebhookSigner.sign(request.messageId(), clock.instant(), request.payload(), request.secrets());
        return new OutboundRequest(
                request.url(),
                headers.of(request, signature),
                request.payload(),
                request.timeout(),
                request.organization());
    }

    private static AttemptOutcome toOutcome(Exchange exchange, Duration duration) {
        return switch (exchange) {
            case Exchange.Answered answer -> toAnswer(answer, duration);
            case Exchange.Failed(FailureKind kind, String detail) -> toFailure(kind, detail, duration);
        };
    }

    private static AttemptOutcome toAnswer(Exchange.Answered answer, Duration duration) {
        return answer.status() >= 200 && answer.status() < 300
                ? new AttemptOutcome.Accepted(answer.status(), answer.excerpt(), duration)
                : new AttemptOutcome.Refused(
                        answer.status(), answer.excerpt(), detail(answer), answer.retryAfter(), duration);
    }

    private static @Nullable String detail(Exchange.Answered answer) {
        return answer.location() == null
                ? null
                : "redirects to " + visible(answer.location()) + "; redirects are not followed, so use that URL";
    }

    /** What came from outside and is shown to people as one line. */
    private static String visible(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static AttemptOutcome toFailure(FailureKind kind, String detail, Duration duration) {
        return switch (kind) {
            case TIMED_OUT -> new AttemptOutcome.Unanswered(Failure.TIMED_OUT, detail, duration);
            case CONNECT_FAILED -> new AttemptOutcome.Unanswered(Failure.CONNECT_FAILED, detail, duration);
            case CONNECTION_BROKEN -> new AttemptOutcome.Unanswered(Failure.CONNECTION_BROKEN, detail, duration);
            case TLS_FAILED -> new AttemptOutcome.Unanswered(Failure.TLS_FAILED, detail, duration);
            case DNS_FAILED -> new AttemptOutcome.Unanswered(Failure.DNS_FAILED, detail, duration);
            case MALFORMED_RESPONSE -> new AttemptOutcome.Unanswered(Failure.MALFORMED_RESPONSE, detail, duration);
            case NOT_ALLOWED -> new AttemptOutcome.Unanswered(Failure.NOT_ALLOWED, detail, duration);
            case OURS -> new AttemptOutcome.Prevented(detail, duration);
        };
    }

    /** A bug of ours must not end the pipeline that the attempt is part of. */
    private static AttemptOutcome prevented(AttemptRequest request, Throwable error) {
        log.atError()
                .addKeyValue("message_id", request.messageId())
                .setCause(error)
                .log(
                        "Could not attempt {} at {}: it is held and tried again",
                        request.messageId(),
                        request.url().getHost());
        return new AttemptOutcome.Prevented(
                "the attempt could not be made: " + error.getClass().getSimpleName(), Duration.ZERO);
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
