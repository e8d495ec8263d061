package io.posthorn.ledger;

import io.posthorn.api.Page;
import io.posthorn.api.PageRequest;
import io.posthorn.api.Reference;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Reads accepted messages. Every question names the application, which its caller was given for its tenant. */
public interface MessageQueries {

    /** The message, with its payload or an empty object in its place; empty when the application has none like it. */
    Mono<MessageOut> find(UUID applicationId, UUID messageId, boolean withContent);

    /** By our identifier, or by the caller's event id, of two with the same the latest; empty when there is none. */
    Mono<UUID> resolve(UUID applicationId, Reference reference);

    /** The messages with these identifiers, in the order given, for as long as their payloads are not too much. */
    Mono<UpToRoom> upToRoom(UUID applicationId, List<UUID> ids, boolean withContent);

    /**
     * Messages by their identifiers.
     *
     * @param beyond those that were left out because there was no room
     */
    record UpToRoom(Map<UUID, MessageOut> messages, Set<UUID> beyond) {}

    /**
     * A page of the application's messages, newest first; a status is one that the message has with any endpoint. It has fewer than were asked for, and is not done, where
     * their payloads would be too much for one answer.
     */
    Mono<Page<MessageOut>> list(UUID applicationId, LedgerFilter filter, PageRequest page, boolean withContent);
}
