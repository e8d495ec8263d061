package io.posthorn.endpoint;

import io.posthorn.api.Page;
import io.posthorn.api.PageRequest;
import io.posthorn.api.Problem;
import io.posthorn.api.Reference;
import io.posthorn.api.RequestFields;
import io.posthorn.application.Application;
import io.posthorn.application.ConfigWriter;
import io.posthorn.id.IdGenerator;
import io.posthorn.id.IdKind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import reactor.core.publisher.Mono;

/** An application's endpoints: finds, lists, creates and changes them. */
final class Endpoints implements EndpointDirectory {

    private final R2dbcEndpoints table;
    private final EndpointParts parts;
    private final EndpointRules rules;
    private final ConfigWriter config;
    private final IdGenerator ids;
    private final InstantSource clock;

    Endpoints(
            R2dbcEndpoints table,
            EndpointParts parts,
            EndpointRules rules,
            ConfigWriter config,
            IdGenerator ids,
            InstantSource clock) {
        this.table = table;
        this.parts = parts;
        this.rules = rules;
        this.config = config;
        this.ids = ids;
        this.clock = clock;
    }

    Mono<Page<Endpoint>> list(Application application, PageRequest page) {
        return Mono.defer(() -> table.list(application.id(), page)
                .collectList()
                .map(rows -> Page.of(rows, page, endpoint -> IdKind.ENDPOINT.format(endpoint.id()))));
    }

    @Override
    public Mono<Endpoint> require(Application application, String idOrUid) {
        return find(application, idOrUid).switchIfEmpty(Mono.error(() -> notFound(idOrUid)));
    }

    @Override
    public Mono<Void> caughtUp(Endpoint endpoint, Instant since) {
        return table.caughtUp(endpoint.applicationId(), endpoint.id(), since).then();
    }

    Mono<Endpoint> create(Application application, NewEndpoint in, RequestFields fields) {
        UUID id = ids.next();
        return noted(version -> rules.checkNew(application, in.endpoint(), fields)
                .then(insert(application, id, in.endpoint(), version))
                .then(parts.insert(id, ids.next(), in))
                .then(reread(application.id(), id))
                .map(made -> Noted.of(made, "create", in.given())));
    }

    /** Replaces the endpoint; empty when there is none. */
    Mono<Endpoint> replace(Application application, String idOrUid, ReplacedEndpoint in, RequestFields fields) {
        return noted(version -> find(application, idOrUid).flatMap(current -> parts.replaceHeaders(current, in)
                .then(update(application, current, in.endpoint(), fields, version))
                .map(now -> Noted.of(now, "update", in.differingFrom(current)))));
    }

    Mono<Endpoint> patch(
            Application application, String idOrUid, Function<Endpoint, EndpointIn> patch, RequestFields fields) {
        return noted(version -> require(application, idOrUid).flatMap(current -> {
            EndpointIn in = patch.apply(current);
            return update(application, current, in, fields, version)
                    .map(now -> Noted.of(now, "update", in.differingFrom(EndpointIn.of(current))));
        }));
    }

    Mono<Endpoint> delete(Application application, String idOrUid) {
        return noted(version -> require(application, idOrUid)
                .filterWhen(current -> table.delete(application.id(), current.id(), clock.instant(), version))
                .map(gone -> Noted.of(gone, "delete", List.of())));
    }

    private Mono<Endpoint> noted(LongFunction<Mono<Noted<Endpoint>>> write) {
        return config.change(write, Noted::change).map(Noted::result);
    }

    private Mono<Endpoint> find(Application application, String idOrUid) {
        return Mono.justOrEmpty(Reference.parse(IdKind.ENDPOINT, idOrUid))
                .flatMap(reference -> table.find(application.id(), reference));
    }

    private Mono<Boolean> insert(Application application, UUID id, EndpointIn in, long version) {
        return table.insert(application.id(), id, in, IdGenerator.timeOf(id), version)
                .onErrorMap(DuplicateKeyException.class, _ -> uidTaken(in))
                .filter(inserted -> inserted)
                .switchIfEmpty(Mono.error(() -> Problem.notFound("The application was deleted meanwhile.")));
    }

    private Mono<Endpoint> update(
            Application application, Endpoint current, EndpointIn in, RequestFields fields, long version) {
        return rules.check(application, in, orNone(current.eventTypes()), fields)
                .then(Mono.defer(() -> table.update(current, in, clock.instant(), version)))
                .onErrorMap(DuplicateKeyException.class, _ -> uidTaken(in))
                .then(reread(application.id(), current.id()));
    }

    private Mono<Endpoint> reread(UUID application, UUID id) {
        return Mono.defer(() -> table.find(application, new Reference.ById(id)));
    }

    private static Set<String> orNone(@Nullable Set<String> names) {
        return names == null ? Set.of() : names;
    }

    static Problem notFound(String idOrUid) {
        return Problem.notFound("There is no endpoint '" + idOrUid + "' here. Use the id or uid of one that exists;"
                + " The list of endpoints has them.");
    }

    private static Problem uidTaken(EndpointIn in) {
        return Problem.conflict("uid '" + in.uid() + "' belongs to another endpoint of this application already."
                + " Choose another uid, or use that endpoint by its uid.");
    }
}
