package io.posthorn.ledger;

import java.util.UUID;
import reactor.core.publisher.Mono;

/** Writes what came of deliveries, in groups, and keeps trying while the database is away. */
public final class OutcomeRecorder {

    private final GroupCommit<Outcome, Boolean> outcomes;

    OutcomeRecorder(GroupCommit<Outcome, Boolean> outcomes) {
        this.outcomes = outcomes;
    }

    /**
     * Writes the outcome; emits after the commit whether it was the last one of its message.
     *
     * @param node the identity under which this process has the delivery
     * @return errors with {@link FencedException} when this node was taken over, with
     *     {@link LedgerUnavailableException} when too many outcomes wait for the database: record it again
     */
    public Mono<Boolean> record(UUID node, Outcome outcome) {
        return outcomes.addAs(node, outcome);
    }
}
