package io.posthorn.application;

import io.posthorn.access.AuditTrail;
import io.posthorn.access.Caller;
import io.posthorn.access.Change;
import io.posthorn.api.Page;
import io.posthorn.api.PageRequest;
import io.posthorn.api.Problem;
import io.posthorn.api.Reference;
import io.posthorn.api.RequestFields;
import io.posthorn.id.IdGenerator;
import io.posthorn.id.IdKind;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import reactor.core.publisher.Mono;

/** An organization's applications: finds, lists, creates and changes them. */
final class Applications {

    private final R2dbcApplications table;
    private final ConfigWriter config;
    private final AuditTrail audit;
    private final IdGenerator ids;
    private final InstantSource clock;

    Applications(R2dbcApplications table, ConfigWriter config, AuditTrail audit, IdGenerator ids, InstantSource clock) {
        this.table = table;
        this.config = config;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    Mono<Page<ApplicationOut>> list(Caller caller, @Nullable String search, PageRequest page) {
        return Mono.defer(() -> table.list(caller.organizationId(), caller.applications(), search, page)
                .map(ApplicationOut::of)
                .collectList()
                .map(rows -> Page.of(rows, page, ApplicationOut::id)));
    }

    Mono<Application> require(UUID organization, String idOrUid) {
        return find(organization, idOrUid).switchIfEmpty(Mono.error(() -> ReplicatedDirectory.notFound(idOrUid)));
    }

    Mono<Application> create(UUID organization, ApplicationIn in) {
        return config.change(
                version -> insert(organization, in, version), made -> changed(made, "create", in.differingFrom(null)));
    }

    /** The application that has the uid, without a change to it; empty when there is none or no uid is asked for. */
    Mono<Application> findByUid(UUID organization, @Nullable String uid) {
        return Mono.justOrEmpty(uid).flatMap(known -> table.find(organization, new Reference.ByUid(known)));
    }

    /** The application that has the uid, or else a new one; whoever loses a race of making it gets the winner's. */
    Mono<Application> getOrCreate(UUID organization, String uid, ApplicationIn in) {
        if (in.uid() != null && !in.uid().equals(uid)) {
            throw Problem.unprocessable(
                    "uid_mismatch",
                    "application.uid is '" + in.uid() + "', but the path says '" + uid
                            + "'. Leave application.uid out, or send the message under it.");
        }
        Mono<Application> found = findByUid(organization, uid);
        return found.switchIfEmpty(Mono.defer(() -> create(organization, in.withUid(uid))))
                .onErrorResume(Problem.class, taken -> found.switchIfEmpty(Mono.error(taken)));
    }

    /** Replaces the application; empty when there is none. */
    Mono<Application> replace(UUID organization, String idOrUid, ApplicationIn in) {
        return config.change(version -> find(organization, idOrUid).flatMap(current -> update(current, in, version)));
    }

    Mono<Application> patch(UUID organization, String idOrUid, RequestFields fields) {
        return config.change(version ->
                require(organization, idOrUid).flatMap(current -> update(current, patched(fields, current), version)));
    }

    Mono<Application> delete(UUID organization, String idOrUid) {
        return config.change(
                version -> require(organization, idOrUid)
                        .flatMap(current -> table.delete(organization, current.id(), clock.instant(), version)),
                gone -> changed(gone, "delete", List.of()));
    }

    private Mono<Application> find(UUID organization, String idOrUid) {
        return Mono.justOrEmpty(Reference.parse(IdKind.APPLICATION, idOrUid))
                .flatMap(reference -> table.find(organization, reference));
    }

    private Mono<Application> insert(UUID organization, ApplicationIn in, long version) {
        UUID id = ids.next();
        return table.insert(organization, id, in, IdGenerator.timeOf(id), version)
                .onErrorMap(DuplicateKeyException.class, _ -> uidTaken(in.uid()));
    }

    private Mono<Application> update(Application current, ApplicationIn in, long version) {
        return table.update(current.organizationId(), current.id(), in, clock.instant(), version)
                .onErrorMap(DuplicateKeyException.class, _ -> uidTaken(in.uid()))
                .flatMap(now -> audit.note(changed(now, "update", in.differingFrom(current)))
                        .thenReturn(now));
    }

    private static Change changed(Application application, String verb, Collection<String> fields) {
        String id = IdKind.APPLICATION.format(application.id());
        return Change.in(application.id(), "application." + verb, id, fields);
    }

    private static ApplicationIn patched(RequestFields fields, Application current) {
        return fields.read(read -> ApplicationIn.patched(read, current));
    }

    private static Problem uidTaken(@Nullable String uid) {
        return Problem.conflict("uid '" + uid + "' belongs to another application already. Choose another uid, or use"
                + " that application by its uid.");
    }
}
