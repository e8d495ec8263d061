package io.posthorn.endpoint;

import io.posthorn.api.Page;
import io.posthorn.api.PageRequest;
import io.posthorn.api.Reference;
import io.posthorn.api.RequestFields;
import io.posthorn.application.DeliverySettings;
import io.posthorn.application.OperationalApplications;
import io.posthorn.id.IdKind;
import java.util.UUID;
import reactor.core.publisher.Mono;

/**
 * The endpoints of an organization itself, which are told what becomes of its applications' messages. They are endpoints
 * like all others, of an application that is shown nowhere, without channels, forms and settings of their own.
 */
public final class OrganizationEndpoints {

    private final OperationalApplications applications;
    private final Endpoints endpoints;
    private final EndpointSecrets secrets;
    private final EndpointHeaderChanges headers;
    private final EndpointReader reader;
    private final EndpointHealth health;

    OrganizationEndpoints(
            OperationalApplications applications,
            Endpoints endpoints,
            EndpointSecrets secrets,
            EndpointHeaderChanges headers,
            EndpointReader reader,
            EndpointHealth health) {
        this.applications = applications;
        this.endpoints = endpoints;
        this.secrets = secrets;
        this.headers = headers;
        this.reader = reader;
        this.health = health;
    }

    /** A page of them. */
    public Mono<Page<Endpoint>> list(UUID organization, PageRequest page) {
        return endpoints.list(OperationalApplications.of(organization), page);
    }

    /** The one of this identifier or uid; errors with a not-found problem when there is none. */
    public Mono<Endpoint> require(UUID organization, String idOrUid) {
        return endpoints.require(OperationalApplications.of(organization), idOrUid);
    }

    /** A new one of these fields; errors with a problem that says what is wrong with them. */
    public Mono<Endpoint> create(UUID organization, RequestFields fields) {
        return create(organization, read(organization, fields), fields);
    }

    /** Replaces one, or creates it under the uid that the path names. */
    public Mono<Endpoint> upsert(UUID organization, String idOrUid, RequestFields fields) {
        NewEndpoint in = EndpointController.underPath(idOrUid, read(organization, fields));
        return endpoints
                .replace(OperationalApplications.of(organization), idOrUid, ReplacedEndpoint.of(in, fields), fields)
                .flatMap(health::afresh)
                .switchIfEmpty(Mono.defer(() -> Reference.hasFormOfId(IdKind.ENDPOINT, idOrUid)
                        ? Mono.error(Endpoints.notFound(idOrUid))
                        : create(organization, in, fields)));
    }

    /** Takes one away. */
    public Mono<Void> delete(UUID organization, String idOrUid) {
        return endpoints
                .delete(OperationalApplications.of(organization), idOrUid)
                .then();
    }

    /** What its messages are signed with. */
    public Mono<SecretOut> secret(UUID organization, String idOrUid) {
        return secrets.current(OperationalApplications.of(organization), idOrUid);
    }

    /** Gives it a new secret; the old one signs on for a while. */
    public Mono<Void> rotate(UUID organization, String idOrUid, RequestFields fields) {
        return secrets.rotate(OperationalApplications.of(organization), idOrUid, fields.read(SecretIn::rotated));
    }

    /** The headers it adds, but for those that are secret. */
    public Mono<EndpointHeadersOut> headers(UUID organization, String idOrUid) {
        return require(organization, idOrUid).map(found -> EndpointHeadersOut.of(found.headers()));
    }

    /** Replaces the headers it adds. */
    public Mono<Void> setHeaders(UUID organization, String idOrUid, RequestFields fields) {
        EndpointHeaders wanted = fields.read(EndpointHeadersReader::whole);
        return headers.change(OperationalApplications.of(organization), idOrUid, _ -> wanted);
    }

    private Mono<Endpoint> create(UUID organization, NewEndpoint in, RequestFields fields) {
        return applications.ensure(organization).flatMap(application -> endpoints.create(application, in, fields));
    }

    private NewEndpoint read(UUID organization, RequestFields fields) {
        NewEndpoint said = fields.read(given -> reader.created(organization, given));
        EndpointIn in = said.endpoint();
        EndpointIn plain = new EndpointIn(
                in.uid(),
                in.url(),
                in.description(),
                in.disabled(),
                in.eventTypes(),
                null,
                in.throttleRate(),
                in.metadata(),
                DeliverySettings.NONE,
                Shape.NONE);
        return new NewEndpoint(plain, said.headers(), said.secret());
    }
}
