package io.posthorn.ingest;

import io.posthorn.access.Caller;
import io.posthorn.api.IdempotencyKeys;
import io.posthorn.api.Problem;
import io.posthorn.application.Application;
import io.posthorn.application.ApplicationDirectory;
import io.posthorn.ingest.Ingest.Accepted;
import io.posthorn.ledger.MessageKey;
import io.posthorn.ledger.MessageKeys;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Mono;

/** From one message's bytes to its acceptance: reads it, finds its application, gives it its keys, appends it. */
final class Publisher {

    private static final int FAULT = 500;

    private final MessageReader reader;
    private final ApplicationDirectory applications;
    private final Ingest ingest;
    private final IngestListener listener;

    Publisher(MessageReader reader, ApplicationDirectory applications, Ingest ingest, IngestListener listener) {
        this.reader = reader;
        this.applications = applications;
        this.ingest = ingest;
        this.listener = listener;
    }

    /**
     * Accepts a message for the application that the path names; emits after the commit.
     *
     * @param key the idempotency key, if the caller sent one
     * @param trace the request's {@code traceparent}, which attempts go on with; or null
     * @return errors with a problem that says what to do
     */
    Mono<Accepted> publish(Caller caller, String app, byte[] body, @Nullable Key key, @Nullable String trace) {
        return Mono.defer(() -> {
                    MessageIn message = reader.read(body);
                    Mono<Application> application = message.application() == null
                            ? applications.require(caller, app)
                            : applications
                                    .requireOrCreate(caller, app, message.application())
                                    .contextWrite(caller::in);
                    return application.flatMap(
                            found -> ingest.accept(found.id(), message, keys(found, message, key, body), trace));
                })
                .doOnError(this::rejected);
    }

    /** Counts a message that was not accepted. */
    void rejected(Throwable error) {
        listener.rejected(error instanceof Problem problem ? problem.status() : FAULT);
    }

    private static List<MessageKey> keys(Application application, MessageIn message, @Nullable Key key, byte[] body) {
        List<MessageKey> keys = new ArrayList<>(2);
        if (key != null) {
            String operation = key.operation() + " " + application.id();
            keys.add(MessageKeys.idempotency(application.organizationId(), operation, key.text(), body));
        }
        if (message.eventId() != null) {
            keys.add(MessageKeys.eventId(application.id(), message.eventId(), body));
        }
        return keys;
    }

    /**
     * An idempotency key.
     *
     * @param operation what it was sent for; the same text for something else is another key
     * @param text as the caller sent it, without quotes
     */
    record Key(String operation, String text) {

        private static final String PUBLISH = "publish";

        /**
         * The key of a request that sends one message; null when it has none.
         *
         * @throws Problem 400 when it cannot be one
         */
        static @Nullable Key of(HttpHeaders headers) {
            return IdempotencyKeys.of(headers)
                    .map(text -> new Key(PUBLISH, text))
                    .orElse(null);
        }
    }
}
