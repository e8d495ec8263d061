package io.posthorn.replay;

import io.posthorn.api.Problem;
import io.posthorn.application.Application;
import io.posthorn.endpoint.Endpoint;
import io.posthorn.endpoint.EndpointDrafts;
import io.posthorn.endpoint.EndpointTest;
import io.posthorn.endpoint.EndpointTester;
import io.posthorn.pipeline.RequestForm;
import io.posthorn.replay.TestEvents.Wanted;
import java.time.InstantSource;
import reactor.core.publisher.Mono;

/** Where tests are asked for: keeps to the allowance, and keeps with saved endpoints how it went. */
final class TestDesk implements EndpointTester {

    private final TestEvents events;
    private final TestSends sends;
    private final TestAllowance allowance;
    private final RequestForm form;
    private final EndpointDrafts endpoints;
    private final InstantSource clock;

    TestDesk(
            TestEvents events,
            TestSends sends,
            TestAllowance allowance,
            RequestForm form,
            EndpointDrafts endpoints,
            InstantSource clock) {
        this.events = events;
        this.sends = sends;
        this.allowance = allowance;
        this.form = form;
        this.endpoints = endpoints;
        this.clock = clock;
    }

    /** Tests an endpoint that is not saved; errors with 429 when the application has tested too often. */
    Mono<EndpointTest> draft(Application application, Endpoint draft, Wanted wanted) {
        return Mono.defer(() -> {
            allowance.take(application.id());
            return events.make(application, draft, wanted).flatMap(message -> sends.send(message, draft));
        });
    }

    /** What an endpoint that is not saved would be sent. */
    Mono<TestPreview> preview(Application application, Endpoint draft, Wanted wanted) {
        return events.make(application, draft, wanted)
                .map(message -> TestPreview.of(message.eventType(), form.body(message, draft), form.waits(draft)));
    }

    /** Tests an endpoint and keeps with it how that went; errors with 429 when the application has tested too often. */
    Mono<EndpointTest> saved(Application application, Endpoint endpoint, Wanted wanted) {
        return draft(application, endpoint, wanted)
                .delayUntil(test -> endpoints.note(endpoint, test.last()).onErrorComplete());
    }

    @Override
    public Mono<EndpointTest> test(Application application, Endpoint saved) {
        return saved(application, saved, Wanted.ANYTHING)
                .onErrorResume(
                        Problem.class,
                        refused -> Mono.just(
                                EndpointTest.without(clock.instant(), "not tested: " + refused.getMessage())));
    }
}
