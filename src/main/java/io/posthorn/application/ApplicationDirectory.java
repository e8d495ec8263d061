package io.posthorn.application;

import io.posthorn.access.Caller;
import io.posthorn.api.RequestFields;
import reactor.core.publisher.Mono;

/** Finds the application that a path names; answers from memory when it can. */
public interface ApplicationDirectory {

    /**
     * The application with this identifier or uid, of those that exist for the caller.
     *
     * @return errors with a not-found problem when there is none, also when another organization has it or the caller is kept to others
     */
    Mono<Application> require(Caller caller, String idOrUid);

    /**
     * The application that the path names, or else a new one of these fields under the uid that the path names.
     *
     * @param fields read only when there is none yet
     * @return errors with a problem as {@link #require} does, also when the caller may not make applications
     */
    Mono<Application> requireOrCreate(Caller caller, String idOrUid, RequestFields fields);
}
