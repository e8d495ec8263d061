package io.posthorn.application;

import io.posthorn.access.Caller;
import reactor.core.publisher.Mono;

/** Finds the application that a path names; answers from memory when it can. */
public interface ApplicationDirectory {

    /**
     * The application with this identifier or uid, of those that exist for the caller.
     *
     * @return errors with a not-found problem when there is none, also when another organization has it or the caller is kept to others
     */
    Mono<Application> require(Caller caller, String idOrUid);
}
