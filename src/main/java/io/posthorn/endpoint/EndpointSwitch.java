package io.posthorn.endpoint;

import java.time.Instant;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Turns an endpoint off because of what its receiver said or did. */
public interface EndpointSwitch {

    /**
     * Disables the endpoint; true when this call did it, false when it already was.
     *
     * @param reason why, in words for people
     * @param missedSince when the oldest message was made that it does not get because of this
     */
    Mono<Boolean> disable(UUID endpointId, String reason, Instant missedSince);
}
