package io.posthorn.ledger;

import java.util.UUID;

/** What names a delivery: one message for one endpoint. */
public record DeliveryKey(UUID messageId, UUID endpointId) {}
