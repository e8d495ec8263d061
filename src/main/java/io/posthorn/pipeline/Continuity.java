package io.posthorn.pipeline;

import io.posthorn.ledger.ForgottenNodeException;
import io.posthorn.ledger.Installation;
import io.posthorn.ledger.Nodes;
import io.posthorn.ledger.Nodes.Beat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Whether the database still knows what was written to it. One that was restored from a backup holds deliveries as
 * owed that were made since, so nothing is sent from it before somebody has looked.
 *
 * <p>A node that lives through the change can tell by itself: commits survive in their order, so a database that has
 * its last heartbeat has everything before it. A node that starts can only see that another server answers than the
 * one that was written to last, or another timeline of it, and asks.
 */
final class Continuity {

    private static final Logger log = LoggerFactory.getLogger(Continuity.class);
    private static final String OLDER =
            "the database was restored to an earlier state while nodes were running; restart them as well, because their"
                    + " copies of the configuration may be newer than it";

    private final Nodes nodes;
    private final Standstill standstill;
    private final boolean startStopped;

    Continuity(Nodes nodes, Standstill standstill, boolean startStopped) {
        this.nodes = nodes;
        this.standstill = standstill;
        this.startStopped = startStopped;
    }

    /** To be asked before anything is delivered. */
    Mono<Void> begin() {
        return nodes.installation().flatMap(found -> settle(found, atStart(found)));
    }

    private Installation atStart(Installation found) {
        if (found.isElsewhere()) {
            return found.stoppedBecause("the database is " + found.server() + " (system identifier/timeline) and was "
                    + found.recorded() + " when it was last written to; it may have been restored from a backup");
        }
        return startStopped ? found.stoppedBecause("posthorn.pipeline.start-stopped is set") : found.noted();
    }

    /** Learns from a heartbeat; errors with {@link ForgottenNodeException} when the database is older than it was. */
    Mono<Void> look(Tenure tenure, Beat beat) {
        if (!tenure.advances(beat.own())) {
            return Mono.error(new ForgottenNodeException(tenure.node()));
        }
        Installation found = beat.installation();
        if (found.isElsewhere()) {
            log.warn(
                    "Another server answers, or the same on another timeline ({}, formerly {}); it has this node's last"
                            + " heartbeat, so nothing that was written before that is missing",
                    found.server(),
                    found.recorded());
            return settle(found, found.noted());
        }
        standstill.heard(found.stopped());
        return Mono.empty();
    }

    /** The database is older than it was: stops all deliveries. */
    Mono<Void> forgotten() {
        return nodes.installation().flatMap(found -> settle(found, found.stoppedBecause(OLDER)));
    }

    private Mono<Void> settle(Installation found, Installation next) {
        Mono<Void> written = next.equals(found) ? Mono.empty() : nodes.note(next);
        return written.doOnSuccess(_ -> standstill.heard(found.stopped() == null ? next.stopped() : found.stopped()));
    }
}
