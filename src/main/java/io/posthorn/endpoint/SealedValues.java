package io.posthorn.endpoint;

import io.posthorn.vault.CannotOpenException;
import io.posthorn.vault.Vault;
import java.util.concurrent.Callable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The secrets and headers of endpoints that are sealed in the database. Looks at them, and changes nothing. */
@Component
public final class SealedValues {

    private final R2dbcSealedRows table;

    SealedValues(R2dbcSealedRows table) {
        this.table = table;
    }

    /**
     * What is sealed with one key.
     *
     * @param keyId the id of the master key
     * @param count how many secrets and sets of headers
     */
    public record Pile(String keyId, long count) {}

    /** All that is sealed, by the ids of the keys in their order. */
    public Flux<Pile> piles() {
        return table.piles();
    }

    /**
     * Tries to open the oldest and the newest of the secrets that are sealed with the key, and the headers of an endpoint.
     *
     * @return why one of them cannot be opened, in a sentence without a full stop; empty when all can
     */
    public Mono<String> fault(String keyId, Vault vault) {
        EndpointSeals seals = new EndpointSeals(vault);
        Flux<String> secrets = table.someSecrets(keyId)
                .concatMap(row -> fault(() -> seals.secret(row.id(), row.keyId(), row.bytes())));
        Flux<String> headers = table.someHeaders(keyId)
                .concatMap(row -> fault(() -> seals.headers(row.id(), row.keyId(), row.bytes())));
        return secrets.concatWith(headers).reduce((first, _) -> first);
    }

    private static Mono<String> fault(Callable<?> opening) {
        return Mono.fromCallable(opening)
                .then(Mono.<String>empty())
                .onErrorResume(CannotOpenException.class, locked -> Mono.just(String.valueOf(locked.getMessage())));
    }
}
