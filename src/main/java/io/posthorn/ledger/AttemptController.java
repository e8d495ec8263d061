package io.posthorn.ledger;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.api.Page;
import io.posthorn.api.PageRequest;
import io.posthorn.api.Problem;
import io.posthorn.api.QueryParameters;
import io.posthorn.id.IdKind;
import io.posthorn.ledger.LedgerPaths.OfMessage;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What became of accepted messages: each request that was made for them. */
@RestController
@RequestMapping("/api/v1/app/{app_id}")
final class AttemptController {

    private final LedgerPaths paths;
    private final AttemptQueries attempts;
    private final MessagesOfAttempts messages;
    private final Contents contents;

    AttemptController(LedgerPaths paths, AttemptQueries attempts, MessagesOfAttempts messages, Contents contents) {
        this.paths = paths;
        this.attempts = attempts;
        this.messages = messages;
        this.contents = contents;
    }

    @Requires(Permission.READ)
    @GetMapping("/attempt/msg/{msg_id}")
    Mono<Page<AttemptOut>> ofMessage(
            Caller caller,
            @PathVariable("app_id") String app,
            @PathVariable("msg_id") String message,
            @RequestParam MultiValueMap<String, String> query,
            PageRequest page) {
        LedgerFilter filter = LedgerFilter.read(query);
        boolean withContent = QueryParameters.read(query, "with_content", true);
        QueryParameters.read(query, "expanded_statuses", false);
        String endpoint = query.getFirst("endpoint_id");
        return endpoint == null
                ? paths.message(caller, app, message)
                        .flatMap(of -> attempts.ofMessage(
                                of.application().id(), of.messageId(), null, filter, page, withContent))
                : paths.pair(caller, app, message, endpoint)
                        .flatMap(of -> attempts.ofMessage(
                                of.application().id(),
                                of.messageId(),
                                of.endpoint().id(),
                                filter,
                                page,
                                withContent));
    }

    @Requires(Permission.READ)
    @GetMapping("/attempt/endpoint/{endpoint_id}")
    Mono<Page<AttemptOut>> ofEndpoint(
            Caller caller,
            @PathVariable("app_id") String app,
            @PathVariable("endpoint_id") String endpoint,
            @RequestParam MultiValueMap<String, String> query,
            PageRequest page) {
        LedgerFilter filter = LedgerFilter.read(query);
        boolean withContent = QueryParameters.read(query, "with_content", true);
        boolean withMessage = QueryParameters.read(query, "with_msg", false);
        QueryParameters.read(query, "expanded_statuses", false);
        return paths.endpoint(caller, app, endpoint).flatMap(at -> attempts.ofEndpoint(
                        at.application().id(), at.endpoint().id(), filter, page, withContent)
                .flatMap(found -> withMessage
                        ? messages.join(at.application().id(), found, page.backward(), withContent)
                        : Mono.just(found)));
    }

    /** Counts up to a hundred thousand, which is exact for all but the busiest and never takes long. */
    @Requires(Permission.READ)
    @GetMapping("/attempt/endpoint/{endpoint_id}/count")
    Mono<CountOut> count(
            Caller caller,
            @PathVariable("app_id") String app,
            @PathVariable("endpoint_id") String endpoint,
            @RequestParam MultiValueMap<String, String> query) {
        LedgerFilter filter = LedgerFilter.read(query);
        return paths.endpoint(caller, app, endpoint)
                .flatMap(at ->
                        attempts.count(at.application().id(), at.endpoint().id(), filter, CountOut.CEILING + 1))
                .map(CountOut::of);
    }

    @Requires(Permission.READ)
    @GetMapping("/msg/{msg_id}/attempt/{attempt_id}")
    Mono<AttemptOut> get(
            Caller caller,
            @PathVariable("app_id") String app,
            @PathVariable("msg_id") String message,
            @PathVariable("attempt_id") String attempt) {
        return paths.message(caller, app, message)
                .flatMap(of -> Mono.justOrEmpty(IdKind.ATTEMPT.parse(attempt))
                        .flatMap(id -> attempts.find(of.application().id(), of.messageId(), id)))
                .switchIfEmpty(Mono.error(() -> notFound(attempt)));
    }

    /** Removes what the receiver answered; that it answered, and with which status, stays. */
    @Requires(Permission.MANAGE)
    @DeleteMapping("/msg/{msg_id}/attempt/{attempt_id}/content")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> expunge(
            Caller caller,
            @PathVariable("app_id") String app,
            @PathVariable("msg_id") String message,
            @PathVariable("attempt_id") String attempt) {
        return paths.message(caller, app, message)
                .flatMap(of -> Mono.justOrEmpty(IdKind.ATTEMPT.parse(attempt)).flatMap(id -> expunge(of, id)))
                .filter(done -> done)
                .switchIfEmpty(Mono.error(() -> notFound(attempt)))
                .then();
    }

    private Mono<Boolean> expunge(OfMessage of, UUID attempt) {
        return contents.expungeResponse(of.application().id(), of.messageId(), attempt);
    }

    private static Problem notFound(String attempt) {
        return Problem.notFound("There is no attempt '" + attempt + "' of this message. Use the id of one that is still"
                + " kept; GET on …/attempt/msg/{msg_id} lists them.");
    }
}
