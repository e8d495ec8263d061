package io.posthorn.pipeline;

import java.time.Instant;

/** The signal by which a delivery's pipeline asks its retry operator to come back at a time. */
final class DueLater extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Instant at;

    DueLater(Instant at) {
        super("due at " + at, null, false, false);
        this.at = at;
    }

    Instant at() {
        return at;
    }
}
