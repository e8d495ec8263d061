package io.posthorn.ledger;

import io.posthorn.api.Page;
import io.posthorn.api.PageRequest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Reads attempts. Every question names the application, which its caller was given for its tenant. */
public interface AttemptQueries {

    /** A page of a message's attempts, newest first; at one endpoint only, where one is given. */
    Mono<Page<AttemptOut>> ofMessage(
            UUID applicationId,
            UUID messageId,
            @Nullable UUID endpointId,
            LedgerFilter filter,
            PageRequest page,
            boolean withContent);

    /** A page of the attempts at an endpoint, newest first. */
    Mono<Page<AttemptOut>> ofEndpoint(
            UUID applicationId, UUID endpointId, LedgerFilter filter, PageRequest page, boolean withContent);

    /** How many attempts were made at the endpoint, counting no further than the ceiling. */
    Mono<Long> count(UUID applicationId, UUID endpointId, LedgerFilter filter, int ceiling);

    /** One attempt of a message; empty when the application has no such attempt. */
    Mono<AttemptOut> find(UUID applicationId, UUID messageId, UUID attemptId);
}
