package io.posthorn.ledger;

import io.posthorn.api.Page;
import io.posthorn.id.IdKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Puts the messages next to a page of attempts. */
@Component
final class MessagesOfAttempts {

    private final MessageQueries messages;

    MessagesOfAttempts(MessageQueries messages) {
        this.messages = messages;
    }

    /**
     * The page with messages. It is shorter than before, and not done, where their payloads would be too much for one
     * answer.
     *
     * @param backward whether the page ends at its cursor, so that it is cut at its beginning
     */
    Mono<Page<AttemptOut>> join(UUID applicationId, Page<AttemptOut> page, boolean backward, boolean withContent) {
        List<UUID> ids = page.data().stream()
                .flatMap(attempt -> IdKind.MESSAGE.parse(attempt.msgId()).stream())
                .toList();
        return messages.upToRoom(applicationId, backward ? ids.reversed() : ids, withContent)
                .map(found -> join(page, ids, found, backward));
    }

    private static Page<AttemptOut> join(
            Page<AttemptOut> page, List<UUID> ids, MessageQueries.UpToRoom found, boolean backward) {
        List<AttemptOut> joined = IntStream.range(0, ids.size())
                .mapToObj(i -> with(page.data().get(i), found.messages(), ids.get(i)))
                .toList();
        List<UUID> inOrder = backward ? ids.reversed() : ids;
        int fits = (int)
                inOrder.stream().takeWhile(id -> !found.beyond().contains(id)).count();
        if (fits == ids.size()) {
            return new Page<>(joined, page.iterator(), page.prevIterator(), page.done());
        }
        List<AttemptOut> kept =
                backward ? joined.subList(joined.size() - fits, joined.size()) : joined.subList(0, fits);
        return new Page<>(kept, kept.getLast().id(), "-" + kept.getFirst().id(), false);
    }

    private static AttemptOut with(AttemptOut attempt, Map<UUID, MessageOut> found, UUID id) {
        MessageOut message = found.get(id);
        return message == null ? attempt : attempt.with(new String(MessageJson.write(message), StandardCharsets.UTF_8));
    }
}
