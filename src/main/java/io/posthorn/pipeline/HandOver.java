package io.posthorn.pipeline;

import io.posthorn.endpoint.EndpointSnapshot;
import io.posthorn.ledger.Custodian;
import io.posthorn.ledger.Message;
import io.posthorn.ledger.WrittenAs;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Takes over what was just committed, straight from memory: nothing is read back. */
final class HandOver implements Custodian {

    private final boolean bornOwned;
    private final Custody custody;
    private final EndpointSnapshot endpoints;
    private final ClaimSignal claimSignal;
    private final PipelineRuns runs;
    private final Recalls recalls;

    HandOver(
            boolean bornOwned,
            Custody custody,
            EndpointSnapshot endpoints,
            ClaimSignal claimSignal,
            PipelineRuns runs,
            Recalls recalls) {
        this.bornOwned = bornOwned;
        this.custody = custody;
        this.endpoints = endpoints;
        this.claimSignal = claimSignal;
        this.runs = runs;
        this.recalls = recalls;
    }

    @Override
    public boolean admit(UUID messageId, long weight) {
        boolean admitted = bornOwned && runs.isOpen() && custody.tryTake(weight);
        if (admitted) {
            custody.expect(messageId);
        }
        return admitted;
    }

    @Override
    public void release(UUID messageId, long weight) {
        custody.arrived(messageId);
        custody.release(weight);
    }

    @Override
    public void handOver(List<Message> messages, WrittenAs written) {
        Tenure tenure = runs.tenure();
        if (!tenure.node().equals(written.node())) {
            // Whoever took over from that identity has these messages.
            messages.forEach(message -> release(message.id(), message.weight()));
        } else if (endpoints.version() >= written.configVersion()) {
            fanOut(messages, tenure);
        } else {
            Mono<Void> fanOut = Mono.fromRunnable(() -> fanOut(messages, tenure));
            runs.run(endpoints
                    .atLeast(written.configVersion())
                    .doOnError(_ -> forget(messages))
                    .then(fanOut));
        }
    }

    private void fanOut(List<Message> messages, Tenure tenure) {
        messages.forEach(message -> {
            runs.begin(message, Map.of(), tenure);
            custody.arrived(message.id());
        });
    }

    /** The next audit takes them up from the table. */
    private void forget(List<Message> messages) {
        messages.forEach(message -> release(message.id(), message.weight()));
    }

    @Override
    public void unownedCommitted() {
        claimSignal.raise();
    }

    @Override
    public void recall(Collection<UUID> messages) {
        recalls.add(messages);
    }
}
