package io.posthorn.ledger;

import java.util.UUID;

/**
 * A delivery that this node has taken from its own row.
 *
 * @param attempts attempts already made
 * @param round which request it answers
 */
public record ClaimedDelivery(Message message, UUID endpointId, int attempts, Round round) {}
