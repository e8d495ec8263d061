package io.posthorn.ledger;

import java.util.UUID;

/** The write was refused because another node has taken over from this one; nothing of it was committed. */
public final class FencedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final UUID node;

    FencedException(UUID node) {
        super("node " + node + " was taken over and may not write any more");
        this.node = node;
    }

    /** The identity that was fenced. */
    public UUID node() {
        return node;
    }
}
