package io.posthorn.ledger;

/** A message that was attempted at an endpoint, and how far it has come there. */
record DeliveredMessage(MessageOut message, DeliveryProgress progress) {}
