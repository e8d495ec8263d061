package io.posthorn.endpoint;

import io.posthorn.api.Problem;
import io.posthorn.application.Application;
import io.posthorn.application.ConfigWriter;
import io.posthorn.id.IdGenerator;
import io.posthorn.signing.SignatureType;
import io.posthorn.signing.SigningSecret;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import reactor.core.publisher.Mono;

/** Shows and changes what an endpoint's messages are signed with. */
final class EndpointSecrets {

    /** Most secrets that sign beside the newest one until their grace is over. */
    static final int MAX_OLD_SECRETS = 10;

    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

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
        return endpoints.require(application, idOrUid).map(endpoint -> SecretOut.of(newest(endpoint)));
    }

    private static SigningSecret newest(Endpoint endpoint) {
        return endpoint.secrets().stream().findFirst().orElseThrow(EndpointSecrets::locked);
    }

    static Problem locked() {
        return Problem.unavailable(
                "What this endpoint keeps secret is sealed with a master key that this node does not have. The operator"
                        + " finds its id in the log and adds the key to POSTHORN_MASTER_KEYS.",
                LOOK_AGAIN);
    }

    /** The new secret signs at once, beside the one before it until that one's grace is over. */
    Mono<Void> rotate(Application application, String idOrUid, SecretIn in) {
        return config.change(
                        version -> endpoints.require(application, idOrUid).flatMap(endpoint -> replaceSecret(
                                        endpoint, in, version)
                                .thenReturn(Noted.of(endpoint, "secret.rotate", List.of()))),
                        Noted::change)
                .then();
    }

    /** Until when each secret before the current one signs too. */
    Mono<OldSecretsOut> old(Application application, String idOrUid) {
        return endpoints.require(application, idOrUid).flatMap(endpoint -> secrets.endsOfOld(endpoint.id())
                .map(OldSecretsOut.OldSecret::new)
                .collectList()
                .map(OldSecretsOut::new));
    }

    /** Only the current secret signs from now on. */
    Mono<Void> expireOld(Application application, String idOrUid) {
        return config.change(
                        version -> endpoints.require(application, idOrUid).flatMap(endpoint -> secrets.removeOld(
                                        endpoint.id())
                                .then(Mono.defer(() -> table.touch(endpoint.id(), clock.instant(), version)))
                                .thenReturn(Noted.of(endpoint, "secret.expire-old", List.of()))),
                        Noted::change)
                .then();
    }

    private static SignatureType newestType(Endpoint endpoint) {
        return endpoint.secrets().isEmpty()
                ? SignatureType.HMAC_SHA256
                : endpoint.secrets().getFirst().type();
    }

    private Mono<Boolean> replaceSecret(Endpoint endpoint, SecretIn in, long version) {
        if (endpoint.secrets().size() > MAX_OLD_SECRETS && in.grace().isPositive()) {
            return Mono.error(Problem.badRequest(
                    "too_many_secrets",
                    MAX_OLD_SECRETS + " older secrets of this endpoint still sign, and no more may. Wait until the"
                            + " grace of one is over, or rotate with a gracePeriodSeconds of 0."));
        }
        return secrets.expireCurrent(endpoint.id(), in.grace())
                .then(secrets.insert(ids.next(), endpoint.id(), in.secretAfter(newestType(endpoint))))
                .then(Mono.defer(() -> table.touch(endpoint.id(), clock.instant(), version)));
    }
}
