package io.posthorn.ledger;

import java.time.Instant;

/**
 * That somebody has seen to a delivery that failed for good.
 *
 * @param handledBy the name of the caller's key
 */
record HandledMark(Instant handledAt, String handledBy) {}
