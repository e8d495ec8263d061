package io.posthorn.ledger;

import java.util.List;
import java.util.UUID;

/**
 * A message that was looked at for a {@link Selection}.
 *
 * @param chosen whether it is meant, and can be sent: its content is there and it has not expired
 * @param pending whether its own deliveries are not all settled, so that one of them may be in some node's memory
 */
public record Candidate(UUID id, String eventType, List<String> channels, boolean chosen, boolean pending) {}
