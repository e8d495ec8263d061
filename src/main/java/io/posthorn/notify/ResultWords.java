package io.posthorn.notify;

import io.posthorn.id.IdKind;
import io.posthorn.ledger.Noticed;
import io.posthorn.ledger.Noticed.OfEndpoint;
import io.posthorn.ledger.Noticed.OfMessage;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is said of a message when nothing of it is left to do. */
final class ResultWords {

    /** Endpoints that are named; all of them are counted. */
    static final int MOST_ENDPOINTS = 500;

    private static final int RESPONSE_CHARACTERS = 512;
    private static final int EXHAUSTED = 2;
    private static final String DELIVERED = "delivered";
    private static final JsonMapper JSON = new JsonMapper();

    private final Uids uids;

    ResultWords(Uids uids) {
        this.uids = uids;
    }

    /** Null while something is left to do: whatever ends that gives notice again. */
    Wording.@Nullable Said say(Noticed notice, ObjectNode data) {
        OfMessage message = notice.message();
        if (message == null || !message.done()) {
            return null;
        }
        AttemptWords.addMessage(data, message);
        List<OfEndpoint> each = notice.deliveries().stream()
                .sorted(Comparator.comparing(OfEndpoint::endpointId))
                .toList();
        long delivered = each.stream().filter(ResultWords::isDelivered).count();
        int attempts = each.stream().mapToInt(ResultWords::attempts).sum();
        data.put("status", each.isEmpty() ? "unwanted" : delivered == each.size() ? DELIVERED : "failed")
                .put("delivered", delivered)
                .put("failed", each.size() - delivered)
                .put("attempts", attempts);
        ArrayNode endpoints = data.putArray("endpoints");
        each.stream().limit(MOST_ENDPOINTS).map(this::endpoint).forEach(endpoints::add);
        String id = IdKind.MESSAGE.format(message.id()) + "." + notice.event() + "." + delivered + "." + attempts;
        return new Wording.Said(id, data);
    }

    private ObjectNode endpoint(OfEndpoint delivery) {
        ObjectNode said = JSON.createObjectNode()
                .put("endpointId", IdKind.ENDPOINT.format(delivery.endpointId()))
                .put("endpointUid", uids.of(delivery.endpointId()))
                .put("status", status(delivery))
                .put("attempts", attempts(delivery));
        if (delivery.reason() != null) {
            said.put("reason", delivery.reason());
        }
        if (delivery.last() != null) {
            said.set("lastAttempt", AttemptWords.attempt(delivery.last(), RESPONSE_CHARACTERS));
        }
        return said;
    }

    private static int attempts(OfEndpoint delivery) {
        return delivery.last() == null ? 0 : delivery.last().number();
    }

    /** As everywhere: what succeeded last was delivered, whatever row an earlier request left. */
    private static boolean isDelivered(OfEndpoint delivery) {
        return delivery.last() != null && delivery.last().delivered();
    }

    private static String status(OfEndpoint delivery) {
        if (isDelivered(delivery)) {
            return DELIVERED;
        }
        return delivery.state() > EXHAUSTED ? "discarded" : "exhausted";
    }
}
