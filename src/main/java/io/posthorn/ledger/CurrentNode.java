package io.posthorn.ledger;

import java.util.UUID;

/** Under which node identity this process writes at the moment; changes when the process was fenced. */
@FunctionalInterface
public interface CurrentNode {

    /** The node's identifier. */
    UUID id();
}
