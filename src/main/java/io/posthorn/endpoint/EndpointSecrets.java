package io.posthorn.endpoint;

import io.posthorn.api.Problem;
import io.posthorn.application.Application;
import io.posthorn.application.ConfigWriter;
import io.posthorn.id.IdGenerator;
import java.time.InstantSource;
import reactor.core.publisher.Mono;

/** Shows and changes what an endpoint's messages are signed with. */
final class EndpointSecrets {

    private static final int MAX_SECRETS = 10;

    private final Endpoints endpoints;
    private final R2dbcEndpoints table;
    private final R2dbcEndpointSecrets secrets;
    private final ConfigWriter config;
    private final IdGenerator ids;
    private final InstantSource clock;

    EndpointSecrets(
            Endpoints endpoints,
            R2dbcEndpoints table,
            R2dbcEndpointSecrets secrets,
            ConfigWriter config,
            IdGenerator ids,
            InstantSource clock) {
        this.endpoints = endpoints;
        this.table = table;
        this.secrets = secrets;
        this.config = config;
        this.ids = ids;
        this.clock = clock;
    }

    Mono<SecretOut> current(Application application, String idOrUid) {
        return endpoints
                .require(application, idOrUid)
                .map(endpoint -> new SecretOut(endpoint.secrets().getFirst().text()));
    }

    /** The new secret signs at once, beside the one before it until that one's grace is over. */
    Mono<Boolean> rotate(Application application, String idOrUid, SecretIn in) {
        return config.change(version ->
                endpoints.require(application, idOrUid).flatMap(endpoint -> replaceSecret(endpoint, in, version)));
    }

    private Mono<Boolean> replaceSecret(Endpoint endpoint, SecretIn in, long version) {
        if (endpoint.secrets().size() >= MAX_SECRETS && in.grace().isPositive()) {
            return Mono.error(
                    Problem.badRequest(
                            "too_many_secrets",
                            "This endpoint has " + MAX_SECRETS
                                    + " secrets that still sign. Wait until one expires, or rotate with a gracePeriodSeconds of 0."));
        }
        return secrets.expireCurrent(endpoint.id(), in.grace())
                .then(secrets.insert(ids.next(), endpoint.id(), in.secret()))
                .then(Mono.defer(() -> table.touch(endpoint.id(), clock.instant(), version)));
    }
}
