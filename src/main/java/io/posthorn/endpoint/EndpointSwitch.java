package io.posthorn.endpoint;

import java.util.UUID;
import reactor.core.publisher.Mono;

/** Turns an endpoint off because of what its receiver said or did. */
public interface EndpointSwitch {

    /** Disables the endpoint with a reason people can read; true when this call did it, false when it already was. */
    Mono<Boolean> disable(UUID endpointId, String reason);
}
