package io.posthorn.ledger;

import java.util.UUID;

/**
 * What a committed group was written under.
 *
 * @param node the identity of this node, which owns what the group gave it for as long as it is this node's
 * @param configVersion the version of the configuration
 */
public record WrittenAs(UUID node, long configVersion) {}
