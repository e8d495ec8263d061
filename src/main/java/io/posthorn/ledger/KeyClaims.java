package io.posthorn.ledger;

import io.posthorn.postgres.Columns;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.postgresql.api.PostgresqlResult;
import java.time.Duration;
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
 */
final class KeyClaims {

    private static final String INSERT = """
            INSERT INTO message_key (hash, message_id, request_hash, expires_at)
            SELECT hash, message_id, request_hash, now() + make_interval(secs => $4)
            FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS key (hash, message_id, request_hash)
            ON CONFLICT (hash) DO NOTHING""";
    private static final String RETURN_UNUSED = "DELETE FROM message_key WHERE hash = ANY($1)";
    private static final String FIND = "SELECT hash, message_id, request_hash FROM message_key WHERE hash = ANY($1)";

    private final Duration keptFor;

    KeyClaims(Duration keptFor) {
        this.keptFor = keptFor;
    }

    /** Inserts what keys the group has; emits who won and, for the others, who was first. */
    Mono<Verdicts> claim(PostgresqlConnection connection, List<NewMessage> group) {
        List<Claim> claims =
                group.stream().flatMap(KeyClaims::claims).sorted(Claim.ORDER).toList();
        if (claims.isEmpty()) {
            return Mono.just(Verdicts.ALL_FREE);
        }
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
                .bind("$4", (double) keptFor.toSeconds())
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

    private record Claim(UUID hash, UUID messageId, UUID requestHash) {

        private static final Comparator<Claim> ORDER = Comparator.comparing(Claim::hash);

        boolean isOf(Map<UUID, First> held) {
            First first = held.get(hash);
            return first != null && first.messageId().equals(messageId);
        }
    }

    private record First(UUID messageId, UUID requestHash) {}

    /** Who of a group may be written, and what the others are told. */
    static final class Verdicts {

        private static final Verdicts ALL_FREE = new Verdicts(Set.of(), Map.of());

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
