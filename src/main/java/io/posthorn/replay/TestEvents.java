package io.posthorn.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.posthorn.api.RequestFields;
import io.posthorn.api.TextRule;
import io.posthorn.application.Application;
import io.posthorn.endpoint.Endpoint;
import io.posthorn.endpoint.EventExamples;
import io.posthorn.id.IdGenerator;
import io.posthorn.ledger.Message;
import io.posthorn.ledger.Terms;
import io.posthorn.postgres.JsonColumns;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Makes messages such as an endpoint may get. */
@Component
final class TestEvents {

    private static final String USUAL_TYPE = "posthorn.test";
    private static final byte[] USUAL_PAYLOAD =
            "{\"test\":true,\"note\":\"This is a test. Nothing has happened.\"}".getBytes(UTF_8);

    private final EventExamples examples;
    private final IdGenerator ids;

    TestEvents(EventExamples examples, IdGenerator ids) {
        this.examples = examples;
        this.ids = ids;
    }

    /**
     * What a caller wants to be sent.
     *
     * @param eventType null for one that the endpoint takes
     * @param payload null for an example of the event type
     */
    record Wanted(@Nullable String eventType, byte @Nullable [] payload) {

        static final Wanted ANYTHING = new Wanted(null, null);

        static Wanted read(RequestFields fields) {
            String eventType = fields.optionalText("eventType", TextRule.IDENTIFIER_256);
            JsonNode payload = fields.optionalValue("payload");
            if (payload != null && !payload.isObject()) {
                fields.refuse("payload", "must be an object; leave it out for an example of the event type");
            }
            return new Wanted(
                    eventType,
                    payload == null ? null : JsonColumns.write(payload).getBytes(UTF_8));
        }
    }

    Mono<Message> make(Application application, Endpoint endpoint, Wanted wanted) {
        String type = wanted.eventType() == null ? typeFor(endpoint) : wanted.eventType();
        byte[] given = wanted.payload();
        Mono<byte[]> payload = given == null
                ? examples.exampleFor(application.organizationId(), type).defaultIfEmpty(USUAL_PAYLOAD)
                : Mono.just(given);
        return payload.map(bytes ->
                new Message(ids.next(), application.id(), type, null, channelsFor(endpoint), bytes, Terms.NONE));
    }

    private static String typeFor(Endpoint endpoint) {
        Set<String> types = endpoint.eventTypes();
        return types == null ? USUAL_TYPE : types.stream().sorted().findFirst().orElse(USUAL_TYPE);
    }

    private static List<String> channelsFor(Endpoint endpoint) {
        Set<String> channels = endpoint.channels();
        return channels == null
                ? List.of()
                : channels.stream().sorted().limit(1).toList();
    }
}
