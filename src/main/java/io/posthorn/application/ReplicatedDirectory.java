package io.posthorn.application;

import io.posthorn.access.Caller;
import io.posthorn.api.Problem;
import io.posthorn.api.Reference;
import io.posthorn.id.IdKind;
import java.util.Optional;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Answers from this node's copy, and from the table where the copy has nothing (yet). */
final class ReplicatedDirectory implements ApplicationDirectory {

    private final ApplicationCopy copy;
    private final R2dbcApplications table;

    ReplicatedDirectory(ApplicationCopy copy, R2dbcApplications table) {
        this.copy = copy;
        this.table = table;
    }

    @Override
    public Mono<Application> require(Caller caller, String idOrUid) {
        Optional<Reference> reference = Reference.parse(IdKind.APPLICATION, idOrUid);
        return Mono.justOrEmpty(reference.flatMap(known -> copy.find(caller.organizationId(), known)))
                .switchIfEmpty(Mono.defer(() -> read(caller.organizationId(), reference)))
                .filter(found -> caller.sees(found.id()))
                .switchIfEmpty(Mono.error(() -> notFound(idOrUid)));
    }

    private Mono<Application> read(UUID organizationId, Optional<Reference> reference) {
        return Mono.justOrEmpty(reference).flatMap(known -> table.find(organizationId, known));
    }

    static Problem notFound(String idOrUid) {
        return Problem.notFound("There is no application '" + idOrUid
                + "' here. Use the id or uid of an application that exists; GET /api/v1/app lists them.");
    }
}
