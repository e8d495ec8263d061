package io.posthorn.ledger;

import io.posthorn.api.Page;
import io.posthorn.api.PageRequest;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Reads how far messages have come. Every question names the application, which its caller was given for its tenant. */
interface DeliveryQueries {

    /** A page of the endpoints that a message was attempted at or waits for, by identifier, newest first. */
    Mono<Page<Destination>> ofMessage(UUID applicationId, UUID messageId, PageRequest page);

    /**
     * A page of the messages that were attempted at an endpoint, newest first attempt first; its cursors are those
     * attempts.
     */
    Mono<Page<DeliveredMessage>> ofEndpoint(
            UUID applicationId, UUID endpointId, LedgerFilter filter, PageRequest page, boolean withContent);

    /** How far a message has come with an endpoint. */
    record Destination(UUID endpointId, DeliveryProgress progress) {}
}
