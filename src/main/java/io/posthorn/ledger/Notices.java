package io.posthorn.ledger;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** What the sending product is still to be told; of any tenant, for the machine itself. */
public interface Notices {

    /**
     * Takes the oldest notices out and writes operational messages in their place, in one transaction: a node that dies
     * in between has done nothing, and another one does it.
     *
     * @param limit at most this many
     * @param wording the operational messages that the notices come to, given those that somebody hears
     * @return how many notices were taken
     */
    Mono<Integer> turn(int limit, Function<List<Noticed>, List<OperationalMessage>> wording);

    /**
     * A message to an organization's own endpoints.
     *
     * @param eventId the same for the same happening
     * @param body JSON
     */
    record OperationalMessage(UUID id, UUID organizationId, String eventType, String eventId, String body) {}
}
