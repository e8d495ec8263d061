package io.posthorn.access;

import reactor.core.publisher.Mono;

/** Who changed what. */
public interface AuditTrail {

    /**
     * Writes the change down within the running transaction, as made by the caller in the Reactor context; does
     * nothing when there is none, because then nobody but the installation itself changed something.
     */
    Mono<Void> note(Change change);
}
