package io.posthorn.vault;

/** A sealed value that cannot be read: its master key is not in the ring, or it is not what was sealed. */
public final class CannotOpenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CannotOpenException(String sentence) {
        super(sentence);
    }

    CannotOpenException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
