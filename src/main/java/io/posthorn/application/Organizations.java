package io.posthorn.application;

import io.posthorn.access.Change;
import io.posthorn.api.Page;
import io.posthorn.api.PageRequest;
import io.posthorn.api.Problem;
import io.posthorn.api.RequestFields;
import io.posthorn.id.IdGenerator;
import io.posthorn.id.IdKind;
import java.util.List;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** The organizations of this installation. */
final class Organizations {

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

    /** The identifier of an organization that exists. */
    Mono<UUID> requireId(String id) {
        return require(id).map(found -> IdKind.ORGANIZATION.parse(found.id()).orElseThrow());
    }

    Mono<OrganizationOut> create(OrganizationIn in) {
        return config.change(
                _ -> table.insert(ids.next(), in), made -> Change.of("organization.create", made.id(), in.given()));
    }

    Mono<OrganizationOut> patch(String id, RequestFields fields) {
        return config.change(
                        version -> require(id)
                                .flatMap(current -> update(
                                        current, fields.read(read -> OrganizationIn.patched(read, current)), version)),
                        Changed::named)
                .map(Changed::now);
    }

    /** Applications show their organization's user agent in every copy of them, so they change with it. */
    private Mono<Changed> update(OrganizationOut current, OrganizationIn in, long version) {
        UUID id = IdKind.ORGANIZATION.parse(current.id()).orElseThrow();
        Mono<Long> copies = in.callsUsOtherwiseThan(current) ? table.renew(id, version) : Mono.just(0L);
        return table.update(id, in).flatMap(now -> copies.thenReturn(new Changed(now, in.differingFrom(current))));
    }

    private record Changed(OrganizationOut now, List<String> fields) {

        Change named() {
            return Change.of("organization.update", now.id(), fields);
        }
    }

    private static Problem notFound(String id) {
        return Problem.notFound(
                "There is no organization '" + id + "' here. GET /api/v1/organization lists those that exist.");
    }
}
