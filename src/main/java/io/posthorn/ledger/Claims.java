package io.posthorn.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Takes work from the tables for this node. What is claimed is this node's until its outcome or the node's end. */
public interface Claims {

    /**
     * Claims messages that nobody owns, oldest first.
     *
     * @param from claim nothing older than this id: the low-water mark
     * @param limit at most this many
     * @param room at most so many bytes of payload, but at least one message
     * @return what was claimed; empty when nothing is left
     */
    Mono<Batch> claimMessages(UUID from, int limit, long room);

    /**
     * Claims messages whose time to be delivered has come, the earliest first. From then on they are pending like all
     * others.
     *
     * @param limit at most this many
     * @param room at most so many bytes of payload, but at least one message
     */
    Mono<Batch> claimScheduled(Instant now, int limit, long room);

    /** Claims parked deliveries that are due, oldest first. */
    Flux<ClaimedDelivery> claimDue(Instant now, int limit);

    /** Claims held deliveries, of each endpoint at most so many, its oldest first. */
    Flux<ClaimedDelivery> claimHeld(Map<UUID, Integer> rooms);

    /** Endpoints that have held deliveries nobody owns, in the order of their ids. */
    Flux<UUID> endpointsWithHeld();

    /** Messages this node owns by the table that are older than the id; for comparing with its memory. */
    Flux<UUID> ownedMessages(UUID olderThan);

    /** Those of the messages that this node still owns by the table. */
    Flux<UUID> stillOwned(Collection<UUID> messages);

    /** Deliveries in rows of their own that this node owns by the table. */
    Flux<DeliveryKey> ownedDeliveries();

    /** Frees those of the deliveries that this node still owns by the table; returns how many those were. */
    Mono<Long> free(Collection<DeliveryKey> deliveries);

    /** Loads messages that this node owns already. */
    Flux<ClaimedMessage> load(List<UUID> messages);

    /**
     * Messages claimed at once.
     *
     * @param missing claimed too, but the message itself is gone or its content was taken back
     */
    record Batch(List<ClaimedMessage> messages, List<UUID> missing) {

        /** The newest of the messages; empty when there is none. */
        public Optional<UUID> newest() {
            return Stream.concat(
                            messages.stream().map(claimed -> claimed.message().id()), missing.stream())
                    .max(Comparator.naturalOrder());
        }

        /** Whether nothing was there to claim. */
        public boolean isEmpty() {
            return messages.isEmpty() && missing.isEmpty();
        }
    }
}
