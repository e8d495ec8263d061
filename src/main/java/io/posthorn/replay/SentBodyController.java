package io.posthorn.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.api.Problem;
import io.posthorn.endpoint.Endpoint;
import io.posthorn.form.Rendered;
import io.posthorn.ledger.Claims;
import io.posthorn.ledger.LedgerPaths;
import io.posthorn.ledger.Message;
import io.posthorn.pipeline.RequestForm;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What an endpoint gets of a message, made again as its form is now. */
@RestController
final class SentBodyController {

    private final LedgerPaths paths;
    private final Claims stored;
    private final RequestForm form;

    SentBodyController(LedgerPaths paths, Claims stored, RequestForm form) {
        this.paths = paths;
        this.stored = stored;
        this.form = form;
    }

    /**
     * A request's body.
     *
     * @param contentType its media type
     * @param body its text, which is what is signed and sent
     */
    record BodyOut(String contentType, String body) {}

    /** Text in JSON, whatever it is: markup of others must not be a page of ours. */
    @Requires(Permission.READ)
    @GetMapping("/api/v1/app/{app_id}/msg/{msg_id}/endpoint/{endpoint_id}/body")
    Mono<BodyOut> body(
            Caller caller,
            @PathVariable("app_id") String app,
            @PathVariable("msg_id") String message,
            @PathVariable("endpoint_id") String endpoint) {
        return paths.pair(caller, app, message, endpoint).flatMap(of -> stored.load(List.of(of.messageId()))
                .next()
                .map(claimed -> made(claimed.message(), of.endpoint()))
                .switchIfEmpty(Mono.error(ResendController::gone)));
    }

    private BodyOut made(Message message, Endpoint endpoint) {
        return switch (form.body(message, endpoint)) {
            case Rendered.Body(byte[] bytes, String contentType) ->
                new BodyOut(contentType == null ? "application/json" : contentType, new String(bytes, UTF_8));
            case Rendered.Unusable(String reason) -> throw unusable(reason);
        };
    }

    /** Nothing is sent, so there is nothing to show. */
    static Problem unusable(String reason) {
        return Problem.conflict("The endpoint's form makes nothing of this message: " + reason + ". Change the form.");
    }
}
