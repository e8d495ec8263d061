package io.posthorn.observability;

import io.posthorn.access.KeyEnds;
import io.posthorn.ledger.LedgerFigures;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What the database said last, kept until it is asked again. */
final class DatabaseFigures {

    private static final Duration FAR = Duration.ofDays(30);

    private final LedgerFigures.Sampler sampler;
    private final KeyEnds keys;
    private final InstantSource clock;
    private volatile @Nullable LedgerFigures ledger;
    private volatile @Nullable Instant nextKeyEnd;

    DatabaseFigures(LedgerFigures.Sampler sampler, KeyEnds keys, InstantSource clock) {
        this.sampler = sampler;
        this.keys = keys;
        this.clock = clock;
    }

    /** Asks anew; when the database does not answer, what it said before stays. */
    Mono<Void> refresh() {
        return sampler.sample()
                .doOnNext(figures -> ledger = figures)
                .then(Mono.defer(
                        () -> keys.within(FAR).next().map(KeyEnds.KeyEnd::at).singleOptional()))
                .doOnNext(end -> nextKeyEnd = end.orElse(null))
                .then();
    }

    /** What the ledger said; null before the first answer. */
    @Nullable
    LedgerFigures ledger() {
        return ledger;
    }

    /** Seconds since the oldest work could go that nobody has taken; grows also while the database is away. */
    double oldestSeconds() {
        LedgerFigures known = ledger;
        return known == null || known.oldestSince() == null ? 0 : Math.max(0, secondsSince(known.oldestSince()));
    }

    /** Seconds since the database answered. */
    double ageSeconds() {
        LedgerFigures known = ledger;
        return known == null ? Double.NaN : secondsSince(known.at());
    }

    /** Seconds until the first API key ends that is in use; not a number when none does within a month. */
    double keyEndSeconds() {
        Instant end = nextKeyEnd;
        return end == null ? Double.NaN : -secondsSince(end);
    }

    private double secondsSince(Instant moment) {
        return Duration.between(moment, clock.instant()).toMillis() / 1_000.0;
    }
}
