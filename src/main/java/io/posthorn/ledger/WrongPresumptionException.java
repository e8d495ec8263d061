package io.posthorn.ledger;

/** A {@link GroupWriter} wrote as if something were so, and the server says that it is not; nothing was committed. */
final class WrongPresumptionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WrongPresumptionException(String message, Throwable cause) {
        super(message, cause);
    }
}
