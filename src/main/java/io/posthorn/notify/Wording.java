package io.posthorn.notify;

import io.posthorn.endpoint.OperationalEvent;
import io.posthorn.id.IdGenerator;
import io.posthorn.id.IdKind;
import io.posthorn.ledger.Noticed;
import io.posthorn.ledger.Notices.OperationalMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts notices into the words of operational messages: {@code {"id", "type", "timestamp", "data"}}, with the members
 * that Svix's operational webhooks have, and more.
 */
final class Wording {

    private static final Logger log = LoggerFactory.getLogger(Wording.class);
    private static final JsonMapper JSON = new JsonMapper();

    private final IdGenerator ids;
    private final AttemptWords attempts;
    private final ResultWords results;
    private final Duration disableAfter;

    Wording(IdGenerator ids, AttemptWords attempts, ResultWords results, Duration disableAfter) {
        this.ids = ids;
        this.attempts = attempts;
        this.results = results;
        this.disableAfter = disableAfter;
    }

    /** One message for each happening that there is something to say of. */
    List<OperationalMessage> of(List<Noticed> notices) {
        Map<String, OperationalMessage> messages = new LinkedHashMap<>();
        for (Noticed notice : notices) {
            message(notice).ifPresent(message -> messages.putIfAbsent(message.eventId(), message));
        }
        return List.copyOf(messages.values());
    }

    /** What cannot be put into words must not keep all others from being told. */
    private Optional<OperationalMessage> message(Noticed notice) {
        try {
            return Optional.ofNullable(said(notice)).map(said -> whole(notice, said));
        } catch (RuntimeException unspeakable) {
            log.error(
                    "Nobody is told of notice {} ({} of application {}): it cannot be put into words",
                    notice.number(),
                    notice.event(),
                    IdKind.APPLICATION.format(notice.applicationId()),
                    unspeakable);
            return Optional.empty();
        }
    }

    /**
     * What is said of a happening.
     *
     * @param id the same whenever the same is said
     */
    record Said(String id, ObjectNode data) {}

    private @Nullable Said said(Noticed notice) {
        ObjectNode data = JSON.createObjectNode()
                .put("appId", IdKind.APPLICATION.format(notice.applicationId()))
                .put("appUid", notice.applicationUid());
        return switch (OperationalEvent.of(notice.event())) {
            case ENDPOINT_CREATED, ENDPOINT_UPDATED, ENDPOINT_DELETED, ENDPOINT_ENABLED, ENDPOINT_DISABLED ->
                ofEndpoint(notice, data);
            case ENDPOINT_DISABLING -> ofWarning(notice, data);
            case MESSAGE_DELIVERED, MESSAGE_ATTEMPT_FAILING, MESSAGE_ATTEMPT_EXHAUSTED, MESSAGE_DISCARDED ->
                attempts.say(notice, data);
            case MESSAGE_ATTEMPT_RECOVERED ->
                notice.attempt() != null && notice.attempt().recovery() ? attempts.say(notice, data) : null;
            case MESSAGE_COMPLETED -> results.say(notice, data);
        };
    }

    private static @Nullable Said ofEndpoint(Noticed notice, ObjectNode data) {
        if (notice.endpointId() == null) {
            return null;
        }
        String id = IdKind.ENDPOINT.format(notice.endpointId());
        data.put("endpointId", id);
        if (notice.detail() != null) {
            data.setAll((ObjectNode) JSON.readTree(notice.detail()));
        }
        return new Said(id + "." + notice.event() + "." + notice.number(), data);
    }

    private @Nullable Said ofWarning(Noticed notice, ObjectNode data) {
        Said said = ofEndpoint(notice, data);
        String since = data.path("failSince").stringValue("");
        if (!since.isEmpty()) {
            data.put("disableAt", Instant.parse(since).plus(disableAfter).toString());
        }
        return said;
    }

    private OperationalMessage whole(Noticed notice, Said said) {
        ObjectNode body = JSON.createObjectNode()
                .put("id", said.id())
                .put("type", notice.event())
                .put("timestamp", notice.at().toString())
                .set("data", said.data());
        return new OperationalMessage(
                ids.next(), notice.organizationId(), notice.event(), said.id(), JSON.writeValueAsString(body));
    }
}
