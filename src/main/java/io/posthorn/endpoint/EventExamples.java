package io.posthorn.endpoint;

import java.util.UUID;
import reactor.core.publisher.Mono;

/** Example payloads of event types. */
public interface EventExamples {

    /**
     * A JSON object such as a message of this type could have: the example in its newest schema, else one made up from
     * that schema.
     *
     * @return empty when the organization's catalogue has no such event type
     */
    Mono<byte[]> exampleFor(UUID organizationId, String eventType);
}
