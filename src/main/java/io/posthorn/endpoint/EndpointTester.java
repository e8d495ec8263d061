package io.posthorn.endpoint;

import io.posthorn.application.Application;
import reactor.core.publisher.Mono;

/** Sends test events to endpoints at once. */
public interface EndpointTester {

    /** Sends what such an endpoint may get, and keeps with the endpoint how that went. Never errors for what came of it. */
    Mono<EndpointTest> test(Application application, Endpoint saved);
}
