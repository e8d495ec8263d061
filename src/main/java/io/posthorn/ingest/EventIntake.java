package io.posthorn.ingest;

import io.posthorn.access.Caller;
import io.posthorn.api.Problem;
import io.posthorn.application.Application;
import io.posthorn.application.ApplicationDirectory;
import io.posthorn.ingest.Ingest.Checked;
import io.posthorn.ledger.MessageKey;
import io.posthorn.ledger.MessageKeys;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import reactor.core.publisher.Mono;

/** The way in for events of a source that may bring each of them more than once, such as a topic. */
public final class EventIntake {

    private final MessageReader reader;
    private final ApplicationDirectory applications;
    private final Ingest ingest;
    private final TraceContext traces;
    private final InstantSource clock;

    EventIntake(
            MessageReader reader,
            ApplicationDirectory applications,
            Ingest ingest,
            TraceContext traces,
            InstantSource clock) {
        this.reader = reader;
        this.applications = applications;
        this.ingest = ingest;
        this.traces = traces;
        this.clock = clock;
    }

    /**
     * Accepts the event; emits after the commit, true when it is a message now, false when it was one before.
     *
     * @return errors with a problem: of status 503 when the same event is to be brought again, of any other when it
     *     will never be accepted
     */
    public Mono<Boolean> take(Caller caller, IncomingEvent event) {
        return Mono.defer(() -> {
            MessageIn message = reader.read(event.fields(), event.payload());
            if (message.terms().expiredAt(clock.instant())) {
                throw Problem.unprocessable(
                        "expired", "The event expired at " + message.terms().expiresAt() + ", before it was read.");
            }
            return applications
                    .require(caller, event.application())
                    .flatMap(found -> ingest.accept(
                            new Checked(found.id(), message, List.of(key(found, message, event))),
                            traces.of(event.trace())))
                    .map(accepted -> !accepted.repeated());
        });
    }

    private static MessageKey key(Application application, MessageIn message, IncomingEvent event) {
        String eventId = String.valueOf(message.eventId());
        byte[] type = message.eventType().getBytes(StandardCharsets.US_ASCII);
        return MessageKeys.event(application.id(), eventId, type, event.payload(), event.origin());
    }
}
