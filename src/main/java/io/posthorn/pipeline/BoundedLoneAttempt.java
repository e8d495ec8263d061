package io.posthorn.pipeline;

import io.posthorn.dispatch.AttemptOutcome;
import io.posthorn.dispatch.AttemptRequest;
import io.posthorn.dispatch.Dispatcher;
import io.posthorn.endpoint.Endpoint;
import io.posthorn.endpoint.Pauses;
import io.posthorn.id.IdGenerator;
import io.posthorn.throttle.Entry;
import io.posthorn.throttle.LaneFullException;
import io.posthorn.throttle.Lanes;
import io.posthorn.throttle.LanesClosedException;
import io.posthorn.throttle.Permit;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;

/** Goes through a lane of its own, and with it through all gates that lanes share. */
final class BoundedLoneAttempt implements LoneAttempt {

    /** How long somebody who waits for the answer may wait for a turn. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final AttemptOutcome BUSY = new AttemptOutcome.Prevented(
            "too much is being sent to this host, for this application or by this server right now; try again in a"
                    + " moment",
            Duration.ZERO);

    private static final AttemptOutcome STOPPED = new AttemptOutcome.Prevented(
            "nothing is sent now: the operators have paused this installation or organization", Duration.ZERO);

    private final Lanes lanes;
    private final Dispatcher dispatcher;
    private final IdGenerator ids;
    private final Pauses pauses;

    BoundedLoneAttempt(Lanes lanes, Dispatcher dispatcher, IdGenerator ids, Pauses pauses) {
        this.lanes = lanes;
        this.dispatcher = dispatcher;
        this.ids = ids;
        this.pauses = pauses;
    }

    @Override
    public Mono<AttemptOutcome> make(AttemptRequest request, Endpoint endpoint) {
        if (pauses.isStopped(endpoint.applicationId())) {
            return Mono.just(STOPPED);
        }
        Entry usual = AttemptRules.entry(endpoint);
        Entry lone = new Entry(ids.next(), usual.tenantId(), usual.host(), 0);
        return lanes.enter(lone)
                .flatMap(permit -> attempt(request, permit))
                .timeout(PATIENCE.plus(request.timeout()))
                .onErrorReturn(BoundedLoneAttempt::isBusy, BUSY);
    }

    private Mono<AttemptOutcome> attempt(AttemptRequest request, Permit permit) {
        return dispatcher.attempt(request).doOnTerminate(permit::release).doOnCancel(permit::release);
    }

    private static boolean isBusy(Throwable error) {
        return error instanceof LaneFullException
                || error instanceof LanesClosedException
                || error instanceof TimeoutException;
    }
}
