package io.posthorn.application;

import io.posthorn.access.Change;
import io.posthorn.api.Page;
import io.posthorn.api.PageRequest;
import io.posthorn.api.Problem;
import io.posthorn.id.IdGenerator;
import io.posthorn.id.IdKind;
import java.util.List;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** The organizations of this installation. */
public final class Organizations {

    private final R2dbcOrganizations table;
    private final ConfigWriter config;
    private final IdGenerator ids;

    Organizations(R2dbcOrganizations table, ConfigWriter config, IdGenerator ids) {
        this.table = table;
        this.config = config;
        this.ids = ids;
    }

    Mono<Page<OrganizationOut>> list(PageRequest page) {
        return Mono.defer(() -> table.list(page).collectList().map(rows -> Page.of(rows, page, OrganizationOut::id)));
    }

    Mono<OrganizationOut> require(String id) {
        return Mono.justOrEmpty(IdKind.ORGANIZATION.parse(id))
                .flatMap(table::find)
                .switchIfEmpty(Mono.error(() -> notFound(id)));
    }

    /** The identifier of an organization that exists; errors with a not-found problem when there is none. */
    public Mono<UUID> requireId(String id) {
        return require(id).map(found -> IdKind.ORGANIZATION.parse(found.id()).orElseThrow());
    }

    Mono<OrganizationOut> create(String name) {
        return config.change(
                _ -> table.insert(ids.next(), name),
                made -> Change.of("organization.create", made.id(), List.of("name")));
    }

    Mono<OrganizationOut> rename(String id, String name) {
        return config.change(
                _ -> requireId(id).flatMap(known -> table.rename(known, name)),
                renamed -> Change.of("organization.update", renamed.id(), List.of("name")));
    }

    private static Problem notFound(String id) {
        return Problem.notFound(
                "There is no organization '" + id + "' here. GET /api/v1/organization lists those that exist.");
    }
}
