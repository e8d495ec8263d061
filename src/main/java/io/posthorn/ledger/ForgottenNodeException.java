package io.posthorn.ledger;

import java.util.UUID;

/** The database does not know of this node, or of its last heartbeats: it is older than it was. */
public final class ForgottenNodeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** For a node whose row is missing, or stands where it stood before. */
    public ForgottenNodeException(UUID node) {
        super("the database does not know what node " + node + " has written to it");
    }
}
