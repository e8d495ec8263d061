package io.posthorn.endpoint;

import io.posthorn.vault.CannotOpenException;
import io.posthorn.vault.Sealed;
import io.posthorn.vault.Vault;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Seals with the current master key what is in the clear or sealed with an older one. */
final class Resealing {

    private static final Logger LOG = LoggerFactory.getLogger(Resealing.class);
    private static final int ROWS_PER_PAGE = 500;
    private static final UUID BEGINNING = new UUID(0, 0);

    private final R2dbcSealedRows table;
    private final Vault vault;
    private final EndpointSeals seals;

    Resealing(R2dbcSealedRows table, Vault vault, EndpointSeals seals) {
        this.table = table;
        this.vault = vault;
        this.seals = seals;
    }

    /** The ids of keys that something is sealed with and that this node does not have. */
    Mono<List<String>> missingKeys() {
        return table.piles()
                .map(SealedValues.Pile::keyId)
                .filter(key -> !vault.knows(key))
                .collectSortedList();
    }

    /** How many values were sealed anew; safe on several nodes at once, and beside every change. */
    Mono<Long> resealAll() {
        Mono<Long> secrets = resealed(
                beyond -> table.secrets(vault.currentKeyId(), beyond, ROWS_PER_PAGE),
                table::replaceSecret,
                row -> seals.seal(row.id(), seals.secret(row.id(), row.keyId(), row.bytes())));
        Mono<Long> headers = resealed(
                beyond -> table.headers(vault.currentKeyId(), beyond, ROWS_PER_PAGE),
                table::replaceHeaders,
                row -> seals.seal(row.id(), seals.headers(row.id(), row.keyId(), row.bytes())));
        return secrets.zipWith(headers, Long::sum);
    }

    private static Mono<Long> resealed(
            Function<UUID, Flux<R2dbcSealedRows.Row>> page,
            BiFunction<R2dbcSealedRows.Row, Sealed, Mono<Boolean>> write,
            Function<R2dbcSealedRows.Row, Sealed> reseal) {
        return page.apply(BEGINNING)
                .collectList()
                .expand(rows -> rows.size() < ROWS_PER_PAGE
                        ? Mono.empty()
                        : page.apply(rows.getLast().id()).collectList())
                .concatMapIterable(rows -> rows)
                .concatMap(row -> sealedAnew(row, reseal).flatMap(anew -> write.apply(row, anew)))
                .filter(replaced -> replaced)
                .count();
    }

    private static Mono<Sealed> sealedAnew(R2dbcSealedRows.Row row, Function<R2dbcSealedRows.Row, Sealed> reseal) {
        return Mono.fromCallable(() -> reseal.apply(row)).onErrorResume(CannotOpenException.class, locked -> {
            LOG.warn("row {} keeps its old seal: {}", row.id(), locked.getMessage());
            return Mono.empty();
        });
    }
}
