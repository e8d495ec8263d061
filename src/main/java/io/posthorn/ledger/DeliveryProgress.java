package io.posthorn.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a message has come with one endpoint.
 *
 * @param nextAttempt when another attempt is due; null when none is, or when it waits for capacity and not for a time
 */
record DeliveryProgress(MessageStatus status, @Nullable Instant nextAttempt) {}
