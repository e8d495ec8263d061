package io.posthorn.ledger;

import io.posthorn.access.Caller;
import io.posthorn.api.Problem;
import io.posthorn.application.Application;
import io.posthorn.application.ApplicationDirectory;
import io.posthorn.endpoint.Endpoint;
import io.posthorn.endpoint.EndpointDirectory;
import io.posthorn.id.IdKind;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Finds what the paths of operations on messages name. Each method errors with a not-found problem about the first part
 * that does not exist for the caller.
 */
@Component
public final class LedgerPaths {

    private final ApplicationDirectory applications;
    private final EndpointDirectory endpoints;
    private final MessageDirectory messages;

    LedgerPaths(ApplicationDirectory applications, EndpointDirectory endpoints, MessageDirectory messages) {
        this.applications = applications;
        this.endpoints = endpoints;
        this.messages = messages;
    }

    /** An endpoint of an application. */
    public record AtEndpoint(Application application, Endpoint endpoint) {}

    /** A message of an application. */
    public record OfMessage(Application application, UUID messageId) {}

    /** A message and an endpoint of the same application. */
    public record Pair(Application application, UUID messageId, Endpoint endpoint) {}

    /** The application. */
    public Mono<Application> application(Caller caller, String app) {
        return applications.require(caller, app);
    }

    /** The endpoint, by its identifier or uid. */
    public Mono<AtEndpoint> endpoint(Caller caller, String app, String endpoint) {
        return application(caller, app)
                .flatMap(found -> endpoints.require(found, endpoint).map(of -> new AtEndpoint(found, of)));
    }

    /** The message, by its identifier or event id. */
    public Mono<OfMessage> message(Caller caller, String app, String message) {
        return application(caller, app)
                .flatMap(found -> messages.requireId(found, message).map(id -> new OfMessage(found, id)));
    }

    /**
     * The identifier of the message that the text names, also of one that is gone by now; without any check that the
     * application has it when the text has the form of an identifier.
     */
    public Mono<UUID> anyMessage(Application application, String message) {
        return messages.lookUp(application, message);
    }

    /** The same for an endpoint, which may have been deleted. */
    public Mono<UUID> anyEndpoint(Application application, String endpoint) {
        return endpoints
                .require(application, endpoint)
                .map(Endpoint::id)
                .onErrorResume(Problem.class, _ -> Mono.justOrEmpty(IdKind.ENDPOINT.parse(endpoint)));
    }

    /** Both. */
    public Mono<Pair> pair(Caller caller, String app, String message, String endpoint) {
        return message(caller, app, message).flatMap(of -> endpoints
                .require(of.application(), endpoint)
                .map(found -> new Pair(of.application(), of.messageId(), found)));
    }
}
