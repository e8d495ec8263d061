package io.posthorn.throttle;

/** This node is stopping and starts no attempt any more. */
public final class LanesClosedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LanesClosedException() {
        super("the lanes are closed", null, false, false);
    }
}
