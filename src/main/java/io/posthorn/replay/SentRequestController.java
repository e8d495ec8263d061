package io.posthorn.replay;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.api.Problem;
import io.posthorn.id.IdKind;
import io.posthorn.ledger.AttemptQueries;
import io.posthorn.ledger.LedgerPaths;
import io.posthorn.ledger.LedgerPaths.OfMessage;
import io.posthorn.ledger.MessageQueries;
import java.util.List;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Requests to look at, and to repeat by hand. */
@RestController
@RequestMapping("/api/v1/app/{app_id}/msg/{msg_id}")
final class SentRequestController {

    private final LedgerPaths paths;
    private final MessageQueries messages;
    private final AttemptQueries attempts;
    private final SentRequests requests;

    SentRequestController(LedgerPaths paths, MessageQueries messages, AttemptQueries attempts, SentRequests requests) {
        this.paths = paths;
        this.messages = messages;
        this.attempts = attempts;
        this.requests = requests;
    }

    /**
     * The headers of a request.
     *
     * @param sensitive the names of those whose values are masked
     * @param sentHeaders values by name
     * @param reconstructed always true: they are made up again of what is known, with the endpoint's own headers as
     *     they are now
     */
    record HeadersOut(List<String> sensitive, Map<String, String> sentHeaders, boolean reconstructed) {}

    @Requires(Permission.READ)
    @GetMapping("/attempt/{attempt_id}/headers")
    Mono<HeadersOut> headers(
            Caller caller,
            @PathVariable("app_id") String app,
            @PathVariable("msg_id") String message,
            @PathVariable("attempt_id") String attempt) {
        return paths.message(caller, app, message)
                .flatMap(of -> request(of, attempt))
                .switchIfEmpty(Mono.error(() -> Problem.notFound("There is no attempt '" + attempt
                        + "' of this message. GET on …/attempt/msg/{msg_id} lists them.")))
                .map(sent -> new HeadersOut(sent.sensitive(), sent.shown(), true));
    }

    private Mono<SentRequest> request(OfMessage of, String attempt) {
        return Mono.justOrEmpty(IdKind.ATTEMPT.parse(attempt))
                .flatMap(id -> attempts.find(of.application().id(), of.messageId(), id))
                .zipWith(messages.find(of.application().id(), of.messageId(), false))
                .map(found -> requests.of(found.getT2(), found.getT1()));
    }

    /**
     * A command that repeats the request as it would be made now.
     *
     * @param curl for a POSIX shell
     */
    record CurlOut(String curl) {}

    /** With {@code sign=true} it is signed, for those who may read secrets; else the signature is masked. */
    @Requires(Permission.READ)
    @GetMapping("/endpoint/{endpoint_id}/curl")
    Mono<ResponseEntity<CurlOut>> curl(
            Caller caller,
            @PathVariable("app_id") String app,
            @PathVariable("msg_id") String message,
            @PathVariable("endpoint_id") String endpoint,
            @RequestParam(defaultValue = "false") boolean sign) {
        if (sign && !caller.may(Permission.READ_SECRETS)) {
            throw Problem.forbidden("A signed command needs the permission to read secrets. Leave out sign=true for one"
                    + " whose signature is masked.");
        }
        return paths.pair(caller, app, message, endpoint)
                .flatMap(of -> requests.curl(of, sign))
                .map(command ->
                        ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(new CurlOut(command)));
    }
}
