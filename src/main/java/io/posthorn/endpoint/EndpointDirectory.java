package io.posthorn.endpoint;

import io.posthorn.application.Application;
import java.time.Instant;
import reactor.core.publisher.Mono;

/** Finds the endpoint that a path names. */
public interface EndpointDirectory {

    /**
     * The endpoint of this application with this identifier or uid.
     *
     * @return errors with a not-found problem when there is none, also when another application has it
     */
    Mono<Endpoint> require(Application application, String idOrUid);

    /** What the endpoint missed since then is being sent to it: nothing of it is said to be missing any more. */
    Mono<Void> caughtUp(Endpoint endpoint, Instant since);
}
