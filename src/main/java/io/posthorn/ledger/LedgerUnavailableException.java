package io.posthorn.ledger;

import org.jspecify.annotations.Nullable;

/** The ledger cannot take this now: the database is away or the queue in front of it is full. */
public final class LedgerUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LedgerUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
