package io.posthorn.application;

import java.util.UUID;
import reactor.core.publisher.Mono;

/** Finds the application that a path names; answers from memory when it can. */
public interface ApplicationDirectory {

    /**
     * The application of this organization with this identifier or uid.
     *
     * @return errors with a not-found problem when there is none, also when another organization has it
     */
    Mono<Application> require(UUID organizationId, String idOrUid);
}
