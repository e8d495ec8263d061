package io.posthorn.replay;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.api.Problem;
import io.posthorn.ledger.LedgerPaths;
import io.posthorn.ledger.LedgerPaths.Pair;
import io.posthorn.ledger.MessageQueries;
import io.posthorn.ledger.Redeliveries;
import io.posthorn.ledger.Terms;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Has one message sent to one endpoint again. */
@RestController
final class ResendController {

    private final LedgerPaths paths;
    private final Redeliveries redeliveries;
    private final MessageQueries messages;
    private final InstantSource clock;

    ResendController(LedgerPaths paths, Redeliveries redeliveries, MessageQueries messages, InstantSource clock) {
        this.paths = paths;
        this.redeliveries = redeliveries;
        this.messages = messages;
        this.clock = clock;
    }

    /** Answers once it is sure to be sent. */
    @Requires(Permission.CREATE_ATTEMPTS)
    @PostMapping("/api/v1/app/{app_id}/msg/{msg_id}/endpoint/{endpoint_id}/resend")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<Map<String, String>> resend(
            Caller caller,
            @PathVariable("app_id") String app,
            @PathVariable("msg_id") String message,
            @PathVariable("endpoint_id") String endpoint) {
        return paths.pair(caller, app, message, endpoint).flatMap(this::resend);
    }

    private Mono<Map<String, String>> resend(Pair of) {
        Replays.enabled(of.endpoint());
        return messages.find(of.application().id(), of.messageId(), false)
                .doOnNext(message -> check(message.terms(), clock.instant()))
                .flatMap(_ -> queue(of));
    }

    /** What was promised when the message was sent holds for people, too. */
    private static void check(Terms terms, Instant now) {
        if (terms.expiredAt(now)) {
            throw Problem.conflict("The message expired at " + terms.expiresAt()
                    + ", so it is not sent any more. Send a new message.");
        }
        if (terms.deliverAt() != null && terms.deliverAt().isAfter(now)) {
            throw Problem.conflict("The message is to be delivered at " + terms.deliverAt()
                    + " and not before. Wait until then, or send a new message.");
        }
    }

    private Mono<Map<String, String>> queue(Pair of) {
        return redeliveries
                .resend(of.application().id(), of.messageId(), of.endpoint().id())
                .filter(queued -> queued)
                .switchIfEmpty(Mono.error(ResendController::gone))
                .thenReturn(Map.of());
    }

    static Problem gone() {
        return Problem.badRequest(
                "missing_payload",
                "The payload of this message was expunged, so it cannot be sent again. Send a new message.");
    }
}
