package io.posthorn.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What the database knows of the work that waits, and of itself, at one moment; the same on every node.
 *
 * @param at when it was asked, by this node's clock
 * @param oldestSince since when the oldest work could go that nobody has taken; null when there is none
 * @param owned messages in the memory of some node, counted up to {@link #MOST_COUNTED}
 * @param waiting messages and deliveries that wait in tables, by reason, each counted up to {@link #MOST_COUNTED}
 * @param partitionsAhead for how long from now every identifier has a partition to go to
 * @param tableBytes sizes with indexes, by table
 * @param databaseBytes the size of the whole database
 * @param clockOffset how far this node's clock is ahead of the database's
 * @param oldestTransaction the age of the transaction that keeps dead rows from being cleared away longest
 */
public record LedgerFigures(
        Instant at,
        @Nullable Instant oldestSince,
        long owned,
        Map<WaitingReason, Long> waiting,
        Duration partitionsAhead,
        Map<String, Long> tableBytes,
        long databaseBytes,
        Duration clockOffset,
        Duration oldestTransaction) {

    /** Where counting stops, so that a backlog of millions does not cost the database more than a small one. */
    public static final int MOST_COUNTED = 50_000;

    /** Asks the database. */
    @FunctionalInterface
    public interface Sampler {

        /** One look, on a connection of its own and bounded in what it reads; errors when the database does not answer. */
        Mono<LedgerFigures> sample();
    }
}
