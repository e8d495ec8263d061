package io.posthorn.application;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.api.Problem;
import io.posthorn.api.Reference;
import io.posthorn.api.RequestFields;
import io.posthorn.id.IdKind;
import java.util.Optional;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Answers from this node's copy, and from the table where the copy has nothing (yet). */
final class ReplicatedDirectory implements ApplicationDirectory {

    private final ApplicationCopy copy;
    private final R2dbcApplications table;

    private final Applications applications;

    ReplicatedDirectory(ApplicationCopy copy, R2dbcApplications table, Applications applications) {
        this.copy = copy;
        this.table = table;
        this.applications = applications;
    }

    @Override
    public Mono<Application> require(Caller caller, String idOrUid) {
        return find(caller, idOrUid).switchIfEmpty(Mono.error(() -> notFound(idOrUid)));
    }

    @Override
    public Mono<Application> requireOrCreate(Caller caller, String idOrUid, RequestFields fields) {
        return find(caller, idOrUid).switchIfEmpty(Mono.defer(() -> create(caller, idOrUid, fields)));
    }

    private Mono<Application> create(Caller caller, String idOrUid, RequestFields fields) {
        boolean may = caller.may(Permission.MANAGE) && caller.applications() == null;
        return may && !Reference.hasFormOfId(IdKind.APPLICATION, idOrUid)
                ? applications.getOrCreate(caller.organizationId(), idOrUid, fields.read(ApplicationIn::whole))
                : Mono.error(notFound(idOrUid));
    }

    private Mono<Application> find(Caller caller, String idOrUid) {
        Optional<Reference> reference = Reference.parse(IdKind.APPLICATION, idOrUid);
        Optional<Application> copied = reference.flatMap(known -> copy.find(caller.organizationId(), known));
        return copied.isPresent()
                ? Mono.justOrEmpty(copied.filter(found -> caller.sees(found.id())))
                : read(caller.organizationId(), reference).filter(found -> caller.sees(found.id()));
    }

    private Mono<Application> read(UUID organizationId, Optional<Reference> reference) {
        return Mono.justOrEmpty(reference).flatMap(known -> table.find(organizationId, known));
    }

    static Problem notFound(String idOrUid) {
        return Problem.notFound("There is no application '" + idOrUid
                + "' here. Use the id or uid of an application that exists; GET /api/v1/app lists them.");
    }
}
