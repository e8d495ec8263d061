package io.posthorn.access;

import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Finds applications for those who hand out keys; the package of applications knows them. */
public interface ApplicationNames {

    /** The applications with these ids or uids; errors with a not-found problem when one does not exist for the caller. */
    Mono<Set<UUID>> resolve(Caller caller, Collection<String> idsOrUids);
}
