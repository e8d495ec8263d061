package io.posthorn.ledger;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.api.Page;
import io.posthorn.api.PageRequest;
import io.posthorn.api.Problem;
import io.posthorn.application.Application;
import io.posthorn.application.ApplicationDirectory;
import io.posthorn.endpoint.Endpoint;
import io.posthorn.endpoint.EndpointDirectory;
import io.posthorn.id.IdKind;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What became of accepted messages: each request that was made for them. */
@RestController
@RequestMapping("/api/v1/app/{app_id}")
final class AttemptController {

    private final ApplicationDirectory applications;
    private final EndpointDirectory endpoints;
    private final MessageDirectory messages;
    private final AttemptQueries attempts;

    AttemptController(
            ApplicationDirectory applications,
            EndpointDirectory endpoints,
            MessageDirectory messages,
            AttemptQueries attempts) {
        this.applications = applications;
        this.endpoints = endpoints;
        this.messages = messages;
        this.attempts = attempts;
    }

    @Requires(Permission.READ)
    @GetMapping("/attempt/msg/{msg_id}")
    Mono<Page<AttemptOut>> ofMessage(
            Caller caller,
            @PathVariable("app_id") String app,
            @PathVariable("msg_id") String message,
            @RequestParam MultiValueMap<String, String> query,
            PageRequest page,
            @RequestParam(name = "with_content", defaultValue = "true") boolean withContent) {
        LedgerFilter filter = LedgerFilter.read(query);
        return application(caller, app).flatMap(application -> Mono.zip(
                        messages.requireId(application, message), endpoint(application, query.getFirst("endpoint_id")))
                .flatMap(named -> attempts.ofMessage(
                        application.id(), named.getT1(), named.getT2().orElse(null), filter, page, withContent)));
    }

    private Mono<Optional<UUID>> endpoint(Application application, @Nullable String idOrUid) {
        return idOrUid == null
                ? Mono.just(Optional.empty())
                : endpoints.require(application, idOrUid).map(Endpoint::id).map(Optional::of);
    }

    @Requires(Permission.READ)
    @GetMapping("/attempt/endpoint/{endpoint_id}")
    Mono<Page<AttemptOut>> ofEndpoint(
            Caller caller,
            @PathVariable("app_id") String app,
            @PathVariable("endpoint_id") String endpoint,
            @RequestParam MultiValueMap<String, String> query,
            PageRequest page,
            @RequestParam(name = "with_content", defaultValue = "true") boolean withContent) {
        LedgerFilter filter = LedgerFilter.read(query);
        return application(caller, app).flatMap(application -> endpoints
                .require(application, endpoint)
                .flatMap(found -> attempts.ofEndpoint(application.id(), found.id(), filter, page, withContent)));
    }

    @Requires(Permission.READ)
    @GetMapping("/msg/{msg_id}/attempt/{attempt_id}")
    Mono<AttemptOut> get(
            Caller caller,
            @PathVariable("app_id") String app,
            @PathVariable("msg_id") String message,
            @PathVariable("attempt_id") String attempt) {
        return application(caller, app)
                .flatMap(application ->
                        messages.requireId(application, message).flatMap(id -> find(application.id(), id, attempt)))
                .switchIfEmpty(Mono.error(() -> notFound(attempt)));
    }

    private Mono<AttemptOut> find(UUID applicationId, UUID messageId, String attempt) {
        return Mono.justOrEmpty(IdKind.ATTEMPT.parse(attempt))
                .flatMap(id -> attempts.find(applicationId, messageId, id));
    }

    private Mono<Application> application(Caller caller, String app) {
        return applications.require(caller, app);
    }

    private static Problem notFound(String attempt) {
        return Problem.notFound("There is no attempt '" + attempt + "' of this message. Use the id of one that is still"
                + " kept; GET on …/attempt/msg/{msg_id} lists them.");
    }
}
