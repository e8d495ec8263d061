package io.posthorn.pipeline;

import io.posthorn.endpoint.Endpoint;
import io.posthorn.endpoint.EndpointSnapshot;
import io.posthorn.id.IdKind;
import io.posthorn.ledger.Countdown;
import io.posthorn.ledger.Message;
import io.posthorn.ledger.Outcome;
import io.posthorn.ledger.Progress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** From one message to one delivery per endpoint that wants it and has not had it. */
final class FanOut {

    private static final Logger log = LoggerFactory.getLogger(FanOut.class);
    private static final long DELIVERY_WEIGHT = 512;

    private final EndpointSnapshot endpoints;
    private final Custody custody;
    private final DeliveryFlow flow;
    private final Settling settling;

    FanOut(EndpointSnapshot endpoints, Custody custody, DeliveryFlow flow, Settling settling) {
        this.endpoints = endpoints;
        this.custody = custody;
        this.flow = flow;
        this.settling = settling;
    }

    /** Begins a message whose {@linkplain Message#weight weight} is in custody already, under a current snapshot. */
    void begin(Message message, Map<UUID, Progress> progress, Tenure tenure, Consumer<Mono<Void>> run) {
        List<UUID> targets = targets(message, progress);
        Countdown countdown = new Countdown(message.id(), targets.size());
        Ticket ticket = ticket(message, tenure, targets.size());
        if (!custody.hold(ticket)) {
            String id = IdKind.MESSAGE.format(message.id());
            log.atError().addKeyValue("message_id", id).log("Message {} came in twice; the second copy is ignored", id);
            custody.release(ticket.weight());
        } else if (targets.isEmpty()) {
            run.accept(
                    settling.nothingToDeliver(new Outcome.NothingToDeliver(countdown, message.applicationId()), tenure)
                            .doFinally(signal -> ticket.closeOne()));
        } else {
            for (UUID endpoint : targets) {
                Progress before = progress.getOrDefault(endpoint, Progress.NONE);
                Delivery delivery = Delivery.ofMessage(message, endpoint, tenure, countdown, before);
                run.accept(flow.deliver(delivery).doFinally(signal -> ticket.closeOne()));
            }
        }
    }

    private Ticket ticket(Message message, Tenure tenure, int deliveries) {
        long more = Math.max(0, deliveries - 1) * DELIVERY_WEIGHT;
        custody.take(more);
        return new Ticket(message.id(), tenure, message.weight() + more, custody, Math.max(1, deliveries));
    }

    private List<Endpoint> matching(Message message) {
        UUID only = message.terms().onlyEndpoint();
        return only == null
                ? Conditional.of(
                        endpoints.matching(message.applicationId(), message.eventType(), message.channels()), message)
                : endpoints.find(only).stream().toList();
    }

    /** Those that match now, and those that were begun under the former owner, whatever became of their filters. */
    private List<UUID> targets(Message message, Map<UUID, Progress> progress) {
        List<Endpoint> matching = matching(message);
        if (progress.isEmpty()) {
            return matching.stream().map(Endpoint::id).toList();
        }
        Set<UUID> targets = new LinkedHashSet<>();
        matching.forEach(endpoint -> targets.add(endpoint.id()));
        targets.addAll(progress.keySet());
        targets.removeIf(
                endpoint -> progress.getOrDefault(endpoint, Progress.NONE).settled());
        return new ArrayList<>(targets);
    }
}
