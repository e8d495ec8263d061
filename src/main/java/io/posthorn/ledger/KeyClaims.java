package io.posthorn.ledger;

import io.posthorn.postgres.Columns;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.postgresql.api.PostgresqlResult;
import io.r2dbc.spi.R2dbcException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Decides in the database which messages of a group are the first with their keys. Keys are inserted in one order, so
 * that two groups with the same keys wait for each other instead of deadlocking; who comes second finds the first.
 *
 * <p>Nearly always all keys are free. So they are written as if they were, by COPY and together with the messages; only
 * when one turns out to be held is the group written again, and then, as for the groups after it, asked first.
 */
final class KeyClaims {

    private static final String COPY =
            "COPY message_key (hash, message_id, request_hash, expires_at) FROM STDIN (FORMAT binary)";
    private static final String INSERT = """
            INSERT INTO message_key (hash, message_id, request_hash, expires_at)
            SELECT hash, message_id, request_hash, $4
            FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS key (hash, message_id, request_hash)
            ON CONFLICT (hash) DO NOTHING""";
    private static final String RETURN_UNUSED = "DELETE FROM message_key WHERE hash = ANY($1)";
    private static final String FIND = "SELECT hash, message_id, request_hash FROM message_key WHERE hash = ANY($1)";

    private static final String UNIQUE_VIOLATION = "23505";

    /** Somebody who repeats many requests is to cost each group once in so many, and not every time. */
    private static final int ASKED_AFTER_A_HELD_KEY = 100;

    private static final int ROW_BYTES = 70;

    private final Duration keptFor;
    private final InstantSource clock;
    private int toBeAskedFirst;

    KeyClaims(Duration keptFor, InstantSource clock) {
        this.keptFor = keptFor;
        this.clock = clock;
    }

    /** The keys of a group, in the order in which everybody writes them. */
    static List<Claim> of(List<NewMessage> group) {
        return group.stream().flatMap(KeyClaims::claims).sorted(Claim.ORDER).toList();
    }

    /** Whether {@link #write} may be tried: nobody's key was held lately, and none is in the group twice. */
    boolean presumesFree(List<Claim> claims) {
        if (toBeAskedFirst > 0) {
            return false;
        }
        for (int i = 1; i < claims.size(); i++) {
            if (claims.get(i).hash().equals(claims.get(i - 1).hash())) {
                return false;
            }
        }
        return true;
    }

    /** Writes keys that are presumed to be free; errors with {@link WrongPresumptionException} when one is not. */
    Mono<Void> write(PostgresqlConnection connection, List<Claim> claims) {
        return claims.isEmpty()
                ? Mono.empty()
                : connection
                        .copyIn(COPY, Mono.fromSupplier(() -> rows(claims).finish()))
                        .then()
                        .onErrorMap(KeyClaims::isHeld, held -> {
                            toBeAskedFirst = ASKED_AFTER_A_HELD_KEY;
                            return new WrongPresumptionException("a key of the group is held", held);
                        });
    }

    private static boolean isHeld(Throwable error) {
        return error instanceof R2dbcException refused && UNIQUE_VIOLATION.equals(refused.getSqlState());
    }

    private BinaryCopy rows(List<Claim> claims) {
        Instant expiresAt = clock.instant().plus(keptFor);
        BinaryCopy rows = new BinaryCopy(claims.size() * ROW_BYTES);
        for (Claim claim : claims) {
            rows.row(4)
                    .uuid(claim.hash())
                    .uuid(claim.messageId())
                    .uuid(claim.requestHash())
                    .instant(expiresAt);
        }
        return rows;
    }

    /** Inserts what keys are free; emits who won and, for the others, who was first. */
    Mono<Verdicts> claim(PostgresqlConnection connection, List<Claim> claims) {
        if (claims.isEmpty()) {
            return Mono.just(Verdicts.ALL_FREE);
        }
        toBeAskedFirst = Math.max(0, toBeAskedFirst - 1);
        return insert(connection, claims)
                .flatMap(inserted -> inserted == claims.size()
                        ? Mono.just(Verdicts.ALL_FREE)
                        : find(connection, hashes(claims.stream()))
                                .flatMap(held -> withLosers(connection, claims, held)));
    }

    private static Stream<Claim> claims(NewMessage message) {
        return message.keys().stream().map(key -> new Claim(key.hash(), message.id(), key.requestHash()));
    }

    /** How many were free. Which ones is asked only where some were not, which is rare. */
    private Mono<Long> insert(PostgresqlConnection connection, List<Claim> claims) {
        return connection
                .createStatement(INSERT)
                .bind("$1", hashes(claims.stream()))
                .bind("$2", claims.stream().map(Claim::messageId).toArray(UUID[]::new))
                .bind("$3", claims.stream().map(Claim::requestHash).toArray(UUID[]::new))
                .bind("$4", clock.instant().plus(keptFor))
                .execute()
                .concatMap(PostgresqlResult::getRowsUpdated)
                .reduce(0L, Long::sum);
    }

    /**
     * A message that won one key and lost another keeps neither, and is no first for anybody.
     *
     * @param held who has the keys of the group now
     */
    private static Mono<Verdicts> withLosers(
            PostgresqlConnection connection, List<Claim> claims, Map<UUID, First> held) {
        Set<UUID> losers = claims.stream()
                .filter(claim -> !claim.isOf(held))
                .map(Claim::messageId)
                .collect(Collectors.toSet());
        UUID[] unused = hashes(claims.stream().filter(claim -> losers.contains(claim.messageId()) && claim.isOf(held)));
        held.values().removeIf(first -> losers.contains(first.messageId()));
        return returnUnused(connection, unused).thenReturn(new Verdicts(losers, held));
    }

    private static UUID[] hashes(Stream<Claim> claims) {
        return claims.map(Claim::hash).toArray(UUID[]::new);
    }

    private static Mono<Void> returnUnused(PostgresqlConnection connection, UUID[] hashes) {
        return hashes.length == 0
                ? Mono.empty()
                : Mono.defer(() -> connection
                        .createStatement(RETURN_UNUSED)
                        .bind("$1", hashes)
                        .execute()
                        .concatMap(PostgresqlResult::getRowsUpdated)
                        .then());
    }

    private static Mono<Map<UUID, First>> find(PostgresqlConnection connection, UUID[] hashes) {
        return Flux.defer(() ->
                        connection.createStatement(FIND).bind("$1", hashes).execute())
                .concatMap(result -> result.map(row -> Map.entry(
                        Columns.required(row, "hash", UUID.class),
                        new First(
                                Columns.required(row, "message_id", UUID.class),
                                Columns.required(row, "request_hash", UUID.class)))))
                .collect(HashMap::new, (map, entry) -> map.put(entry.getKey(), entry.getValue()));
    }

    /** A message's wish to be the first with a key. */
    record Claim(UUID hash, UUID messageId, UUID requestHash) {

        private static final Comparator<Claim> ORDER = Comparator.comparing(Claim::hash);

        boolean isOf(Map<UUID, First> held) {
            First first = held.get(hash);
            return first != null && first.messageId().equals(messageId);
        }
    }

    private record First(UUID messageId, UUID requestHash) {}

    /** Who of a group may be written, and what the others are told. */
    static final class Verdicts {

        static final Verdicts ALL_FREE = new Verdicts(Set.of(), Map.of());

        private final Set<UUID> losers;
        private final Map<UUID, First> firsts;

        private Verdicts(Set<UUID> losers, Map<UUID, First> firsts) {
            this.losers = losers;
            this.firsts = firsts;
        }

        boolean allFree() {
            return losers.isEmpty();
        }

        boolean isFree(NewMessage message) {
            return !losers.contains(message.id());
        }

        Appended of(NewMessage message) {
            return isFree(message) ? new Appended.Committed() : whyNot(message);
        }

        private Appended whyNot(NewMessage message) {
            return message.keys().stream()
                    .sorted(Comparator.comparing(MessageKey::kind))
                    .flatMap(key -> Stream.ofNullable(firsts.get(key.hash())).map(first -> verdict(key, first)))
                    .findFirst()
                    // Its rival lost another key in this very group, so nobody holds this one: a repetition gets in.
                    .orElseGet(Appended.Contended::new);
        }

        private static Appended verdict(MessageKey key, First first) {
            boolean repeated =
                    key.kind() != MessageKey.Kind.EVENT_ID && key.requestHash().equals(first.requestHash());
            return repeated
                    ? new Appended.Repeated(first.messageId())
                    : new Appended.KeyReused(key.kind(), first.messageId());
        }
    }
}
