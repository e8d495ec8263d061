package io.posthorn.ledger;

/** PostgreSQL refuses this very row, whatever else is in its group; repeating it would not help. */
public final class LedgerRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LedgerRefusedException(Throwable cause) {
        super("the database refuses the row: " + cause.getMessage(), cause);
    }
}
