package io.posthorn.ledger;

import java.util.Map;
import java.util.UUID;

/**
 * A message that this node has taken from the table, with what was done before.
 *
 * @param progress by endpoint; endpoints without an entry were not tried
 * @param configVersion the configuration version to fan out under
 */
public record ClaimedMessage(Message message, Map<UUID, Progress> progress, long configVersion) {}
