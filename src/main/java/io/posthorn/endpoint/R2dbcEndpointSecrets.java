package io.posthorn.endpoint;

import io.posthorn.postgres.Columns;
import io.posthorn.signing.SigningSecret;
import io.posthorn.vault.Sealed;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The secrets of endpoints; a row that has not expired signs. */
@Component
final class R2dbcEndpointSecrets {

    private static final String INSERT =
            "INSERT INTO endpoint_secret (id, endpoint_id, key, sealed_with) VALUES (:id, :endpoint, :key, :sealedWith)";

    private static final String EXPIRE = """
            UPDATE endpoint_secret SET expires_at = now() + make_interval(secs => :seconds)
            WHERE endpoint_id = :endpoint AND expires_at IS NULL
            """;

    private static final String OLD = """
            SELECT expires_at FROM endpoint_secret WHERE endpoint_id = :endpoint AND expires_at > now() ORDER BY id DESC
            """;

    private static final String REMOVE_OLD =
            "DELETE FROM endpoint_secret WHERE endpoint_id = :endpoint AND expires_at IS NOT NULL";

    private static final String ANY_EXPIRED =
            "SELECT EXISTS (SELECT 1 FROM endpoint_secret WHERE expires_at <= now()) AS some";

    private static final String REMOVE_EXPIRED = """
            WITH gone AS (DELETE FROM endpoint_secret WHERE expires_at <= now() RETURNING endpoint_id)
            UPDATE endpoint SET version = :version WHERE id IN (SELECT endpoint_id FROM gone)
            """;

    private final DatabaseClient database;
    private final EndpointSeals seals;

    R2dbcEndpointSecrets(DatabaseClient database, EndpointSeals seals) {
        this.database = database;
        this.seals = seals;
    }

    Mono<Void> insert(UUID id, UUID endpoint, SigningSecret secret) {
        Sealed sealed = seals.seal(id, secret);
        return database.sql(INSERT)
                .bind("id", id)
                .bind("endpoint", endpoint)
                .bind("key", sealed.bytes())
                .bind("sealedWith", sealed.keyId())
                .then();
    }

    /** Lets the secret that is current sign on for a while only. */
    Mono<Void> expireCurrent(UUID endpoint, Duration grace) {
        return database.sql(EXPIRE)
                .bind("endpoint", endpoint)
                .bind("seconds", (double) grace.toSeconds())
                .then();
    }

    /** When each of the secrets before the current one ends, the youngest of them first. */
    Flux<Instant> endsOfOld(UUID endpoint) {
        return database.sql(OLD)
                .bind("endpoint", endpoint)
                .map(row -> Columns.required(row, "expires_at", Instant.class))
                .all();
    }

    /** Takes all secrets but the current one away. */
    Mono<Void> removeOld(UUID endpoint) {
        return database.sql(REMOVE_OLD).bind("endpoint", endpoint).then();
    }

    Mono<Boolean> anyExpired() {
        return database.sql(ANY_EXPIRED)
                .map(row -> Columns.required(row, "some", Boolean.class))
                .one();
    }

    /** How many endpoints lost a secret; they carry the version. */
    Mono<Long> removeExpired(long version) {
        return database.sql(REMOVE_EXPIRED).bind("version", version).fetch().rowsUpdated();
    }
}
