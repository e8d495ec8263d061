package io.posthorn.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.posthorn.dispatch.AttemptOutcome;
import io.posthorn.dispatch.AttemptRequest;
import io.posthorn.dispatch.RequestPreview;
import io.posthorn.egress.Header;
import io.posthorn.endpoint.Endpoint;
import io.posthorn.endpoint.EndpointTest;
import io.posthorn.form.Rendered;
import io.posthorn.ledger.Message;
import io.posthorn.pipeline.LoneAttempt;
import io.posthorn.pipeline.RequestForm;
import io.posthorn.signing.SignatureHeaders;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Sends one message to one endpoint as a delivery would, except that nothing is recorded and nothing is tried again. */
@Component
final class TestSends {

    /** Tells receivers that nothing has happened. */
    static final Header MARK = new Header("webhook-test", "true");

    private static final int SHOWN_CHARS = 4_000;

    private final RequestForm form;
    private final RequestPreview preview;
    private final LoneAttempt attempts;
    private final InstantSource clock;

    TestSends(RequestForm form, RequestPreview preview, LoneAttempt attempts, InstantSource clock) {
        this.form = form;
        this.preview = preview;
        this.attempts = attempts;
        this.clock = clock;
    }

    Mono<EndpointTest> send(Message message, Endpoint endpoint) {
        Instant now = clock.instant();
        if (form.body(message, endpoint) instanceof Rendered.Unusable(String reason)) {
            return Mono.just(EndpointTest.without(now, reason));
        }
        if (endpoint.secrets().isEmpty()) {
            return Mono.just(EndpointTest.without(
                    now, "the endpoint's secrets cannot be opened with the keys that this installation has"));
        }
        AttemptRequest request = marked(form.of(message, endpoint));
        return attempts.make(request, endpoint).map(outcome -> result(request, outcome, now));
    }

    private static AttemptRequest marked(AttemptRequest request) {
        return new AttemptRequest(
                request.messageId(),
                request.eventType(),
                request.channels(),
                request.payload(),
                request.contentType(),
                request.userAgent(),
                Stream.concat(
                                request.headers().stream()
                                        .filter(header -> !header.name().equalsIgnoreCase(MARK.name())),
                                Stream.of(MARK))
                        .toList(),
                request.url(),
                request.secrets(),
                request.timeout(),
                request.organization());
    }

    private EndpointTest result(AttemptRequest request, AttemptOutcome outcome, Instant at) {
        long millis = outcome.duration().toMillis();
        EndpointTest.Sent sent = sent(request, at);
        return switch (outcome) {
            case AttemptOutcome.Accepted(int status, byte[] body, var _) ->
                new EndpointTest(at, true, status, millis, text(body), null, sent);
            case AttemptOutcome.Refused(int status, byte[] body, String detail, var _, var _) ->
                new EndpointTest(at, false, status, millis, text(body), refused(status, detail), sent);
            case AttemptOutcome.Unanswered(var _, String detail, var _) ->
                new EndpointTest(at, false, null, millis, null, detail, sent);
            case AttemptOutcome.Prevented(String detail, var _) ->
                new EndpointTest(at, false, null, millis, null, detail, null);
        };
    }

    private EndpointTest.Sent sent(AttemptRequest request, Instant at) {
        SignatureHeaders signature =
                new SignatureHeaders(request.messageId(), Long.toString(at.getEpochSecond()), SentRequest.MASK);
        List<Header> headers = preview.headers(request, signature);
        return new EndpointTest.Sent(
                new SentRequest(request.url().toString(), headers).shown(), new String(request.payload(), UTF_8));
    }

    private static String refused(int status, @Nullable String detail) {
        return "the receiver answered with status " + status + (detail == null ? "" : ": " + detail);
    }

    private static String text(byte[] body) {
        String text = new String(body, UTF_8);
        return text.length() > SHOWN_CHARS ? text.substring(0, SHOWN_CHARS) + "…" : text;
    }
}
