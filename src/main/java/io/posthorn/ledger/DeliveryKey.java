package io.posthorn.ledger;

import java.util.UUID;

/**
 * What names a delivery in a row of its own: one message for one endpoint, under one request.
 *
 * @param round the number of the {@link Round}
 */
public record DeliveryKey(UUID messageId, UUID endpointId, long round) {}
