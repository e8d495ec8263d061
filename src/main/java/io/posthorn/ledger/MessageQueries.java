package io.posthorn.ledger;

import io.posthorn.api.Page;
import io.posthorn.api.PageRequest;
import io.posthorn.api.Reference;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Reads accepted messages. Every question names the application, which its caller was given for its tenant. */
public interface MessageQueries {

    /** The message, with its payload or an empty object in its place; empty when the application has none like it. */
    Mono<MessageOut> find(UUID applicationId, UUID messageId, boolean withContent);

    /** By our identifier, or by the caller's event id for as long as event ids are remembered; empty when there is none. */
    Mono<UUID> resolve(UUID applicationId, Reference reference);

    /**
     * A page of the application's messages, newest first. It has fewer than were asked for, and is not done, where
     * their payloads would be too much for one answer.
     */
    Mono<Page<MessageOut>> list(UUID applicationId, LedgerFilter filter, PageRequest page, boolean withContent);
}
