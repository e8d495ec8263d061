package io.posthorn.replay;

import io.posthorn.endpoint.EndpointSnapshot;
import io.posthorn.ledger.MessageOut;
import io.posthorn.ledger.MessageQueries;
import io.posthorn.ledger.Redeliveries;
import io.posthorn.ledger.Terms;
import io.posthorn.replay.BackgroundTask.Delivery;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The pages of tasks that were told one by one what to send again; each within the subscriber's transaction. */
@Component
final class NamedSends {

    private static final int PAGE = 50;

    private final Redeliveries redeliveries;
    private final MessageQueries messages;
    private final EndpointSnapshot endpoints;
    private final InstantSource clock;

    NamedSends(Redeliveries redeliveries, MessageQueries messages, EndpointSnapshot endpoints, InstantSource clock) {
        this.redeliveries = redeliveries;
        this.messages = messages;
        this.endpoints = endpoints;
        this.clock = clock;
    }

    /** Queues the next of them. What cannot be sent as things are is left out, and the rest goes on. */
    Mono<Swept> page(BackgroundTask task) {
        int from = (int) task.progress().lookedAt();
        int to = Math.min(from + PAGE, task.named().size());
        List<Delivery> page = task.named().subList(from, to);
        UUID reached = page.isEmpty() ? task.reached() : page.getLast().messageId();
        return queue(task.selection().applicationId(), page)
                .map(done ->
                        new Swept(page.size(), reached, done, to == task.named().size()));
    }

    private Mono<Long> queue(UUID application, List<Delivery> page) {
        List<UUID> ids = page.stream().map(Delivery::messageId).distinct().toList();
        return messages.upToRoom(application, ids, false)
                .map(found -> sendable(found.messages()))
                .flatMapIterable(sendable -> byEndpoint(page, sendable).entrySet())
                .filter(entry -> takes(application, entry.getKey()))
                .concatMap(entry -> redeliveries.queue(application, entry.getKey(), entry.getValue()))
                .reduce(0L, Long::sum);
    }

    /** What was promised when a message was sent holds for tasks, too. */
    private Set<UUID> sendable(Map<UUID, MessageOut> found) {
        Instant now = clock.instant();
        return found.entrySet().stream()
                .filter(entry -> isSendable(entry.getValue().terms(), now))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static boolean isSendable(Terms terms, Instant now) {
        boolean early = terms.deliverAt() != null && terms.deliverAt().isAfter(now);
        return !early && !terms.expiredAt(now);
    }

    private static Map<UUID, List<UUID>> byEndpoint(List<Delivery> page, Set<UUID> sendable) {
        return page.stream()
                .filter(one -> sendable.contains(one.messageId()))
                .collect(Collectors.groupingBy(
                        Delivery::endpointId,
                        LinkedHashMap::new,
                        Collectors.mapping(Delivery::messageId, Collectors.toList())));
    }

    private boolean takes(UUID application, UUID endpoint) {
        return endpoints
                .find(endpoint)
                .filter(found -> found.applicationId().equals(application))
                .filter(found -> !found.disabled())
                .isPresent();
    }
}
