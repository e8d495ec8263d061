package io.posthorn.replay;

import io.posthorn.api.Problem;
import io.posthorn.dispatch.AttemptRequest;
import io.posthorn.dispatch.RequestPreview;
import io.posthorn.endpoint.Endpoint;
import io.posthorn.endpoint.EndpointSnapshot;
import io.posthorn.form.Rendered;
import io.posthorn.id.IdKind;
import io.posthorn.ledger.AttemptOut;
import io.posthorn.ledger.Claims;
import io.posthorn.ledger.LedgerPaths.Pair;
import io.posthorn.ledger.Message;
import io.posthorn.ledger.MessageOut;
import io.posthorn.pipeline.RequestForm;
import io.posthorn.signing.SignatureHeaders;
import io.posthorn.signing.WebhookSigner;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Makes requests up again out of what is known of them: they are not stored, because that would be as much again as the
 * attempt itself. All but the endpoint's own headers and the name we go by are as they were.
 */
@Component
final class SentRequests {

    private static final SignatureHeaders UNSIGNED = new SignatureHeaders("", "", SentRequest.MASK);

    private final RequestForm form;
    private final RequestPreview preview;
    private final Claims stored;
    private final EndpointSnapshot endpoints;
    private final InstantSource clock;

    SentRequests(
            RequestForm form, RequestPreview preview, Claims stored, EndpointSnapshot endpoints, InstantSource clock) {
        this.form = form;
        this.preview = preview;
        this.stored = stored;
        this.endpoints = endpoints;
        this.clock = clock;
    }

    /** The request that an attempt made. */
    SentRequest of(MessageOut message, AttemptOut attempt) {
        Endpoint endpoint = IdKind.ENDPOINT
                .parse(attempt.endpointId())
                .flatMap(endpoints::find)
                .orElseThrow(() -> Problem.notFound(
                        "The endpoint of this attempt was deleted, so what it was sent" + " cannot be made up again."));
        Message bare = new Message(
                message.id(),
                endpoint.applicationId(),
                message.eventType(),
                message.eventId(),
                message.channels(),
                new byte[0],
                message.terms());
        SignatureHeaders signature = unsigned(attempt.msgId(), attempt.timestamp());
        return new SentRequest(attempt.url(), preview.headers(form.of(bare, endpoint), signature));
    }

    private static SignatureHeaders unsigned(String id, Instant at) {
        return new SignatureHeaders(id, Long.toString(at.getEpochSecond()), UNSIGNED.signature());
    }

    /**
     * A command that repeats the request as it would be made now.
     *
     * @param withSecrets whether it is signed, and has the endpoint's own headers as they are
     * @return errors with a problem when the payload is gone, or cannot be part of a command
     */
    Mono<String> curl(Pair of, boolean withSecrets) {
        return stored.load(List.of(of.messageId()))
                .next()
                .map(claimed -> curl(claimed.message(), of.endpoint(), withSecrets))
                .switchIfEmpty(Mono.error(ResendController::gone));
    }

    private String curl(Message message, Endpoint endpoint, boolean withSecrets) {
        if (form.body(message, endpoint) instanceof Rendered.Unusable(String reason)) {
            throw SentBodyController.unusable(reason);
        }
        AttemptRequest request = form.of(message, endpoint);
        String body = new String(request.payload(), StandardCharsets.UTF_8);
        if (body.indexOf('\0') >= 0) {
            throw Problem.conflict(
                    "The payload has a NUL character, which no shell can hold. GET the message instead.");
        }
        if (withSecrets && request.secrets().isEmpty()) {
            throw Problem.conflict(
                    "The endpoint's secrets cannot be opened with the keys that this installation has, so"
                            + " nothing can be signed. Leave out sign=true.");
        }
        Instant now = clock.instant();
        SignatureHeaders signature = withSecrets
                ? WebhookSigner.sign(request.messageId(), now, request.payload(), request.secrets())
                : unsigned(request.messageId(), now);
        SentRequest sent = new SentRequest(request.url().toString(), preview.headers(request, signature));
        return CurlCommand.of(sent.url(), withSecrets ? sent.headers() : sent.masked(), body);
    }
}
