package io.posthorn.ingest;

import io.posthorn.access.Caller;
import io.posthorn.api.IdempotencyKeys;
import io.posthorn.api.Problem;
import io.posthorn.application.Application;
import io.posthorn.application.ApplicationDirectory;
import io.posthorn.ingest.Acceptance.Accepted;
import io.posthorn.ingest.Ingest.Checked;
import io.posthorn.ledger.MessageKey;
import io.posthorn.ledger.MessageKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Flux;
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
                    return application.flatMap(found ->
                            ingest.accept(new Checked(found.id(), message, keys(found, message, key, body)), trace));
                })
                .doOnError(this::rejected);
    }

    /**
     * A message as it came, not looked at yet.
     *
     * @param key its idempotency key, if it has one
     */
    record Draft(byte[] body, @Nullable Key key) {}

    /**
     * Accepts messages for the application that the path names, together; emits what became of each, in their order.
     *
     * @param trace as for one
     * @return errors only for a reason that nobody foresaw
     */
    Mono<List<Acceptance>> publishAll(Caller caller, String app, List<Draft> drafts, @Nullable String trace) {
        return applications
                .require(caller, app)
                .onErrorComplete(Problem.class)
                .singleOptional()
                .flatMap(found -> found.map(application -> acceptAll(application, drafts, trace))
                        // It may come with one of them.
                        .orElseGet(() -> untilItIsThere(caller, app, drafts, trace)));
    }

    private Mono<List<Acceptance>> acceptAll(Application application, List<Draft> drafts, @Nullable String trace) {
        @Nullable Acceptance[] acceptances = new @Nullable Acceptance[drafts.size()];
        List<Checked> checked = new ArrayList<>(drafts.size());
        for (int i = 0; i < acceptances.length; i++) {
            try {
                checked.add(check(application, drafts.get(i)));
            } catch (Problem problem) {
                acceptances[i] = counted(new Acceptance.Refused(problem));
            }
        }
        return ingest.acceptAll(checked, trace).map(accepted -> merged(acceptances, accepted));
    }

    private Checked check(Application application, Draft draft) {
        MessageIn message = reader.read(draft.body());
        return new Checked(application.id(), message, keys(application, message, draft.key(), draft.body()));
    }

    /** What was refused at once stands in its place already. */
    private List<Acceptance> merged(@Nullable Acceptance[] acceptances, List<Acceptance> others) {
        Iterator<Acceptance> next = others.iterator();
        return Arrays.stream(acceptances)
                .map(known -> known == null ? counted(next.next()) : known)
                .toList();
    }

    private Acceptance counted(Acceptance acceptance) {
        if (acceptance instanceof Acceptance.Refused(Problem problem)) {
            rejected(problem);
        }
        return acceptance;
    }

    /** One after another until one brings it, so that what becomes of a message does not hang on who was quicker. */
    private Mono<List<Acceptance>> untilItIsThere(
            Caller caller, String app, List<Draft> drafts, @Nullable String trace) {
        return Flux.fromIterable(drafts)
                .concatMap(draft -> publish(caller, app, draft.body(), draft.key(), trace)
                        .cast(Acceptance.class)
                        .onErrorResume(Problem.class, problem -> Mono.just(new Acceptance.Refused(problem))))
                .takeUntil(acceptance -> !(acceptance instanceof Acceptance.Refused) || acceptance.isAway())
                .collectList()
                .flatMap(first -> behind(first, caller, app, drafts.subList(first.size(), drafts.size()), trace)
                        .map(others ->
                                Stream.concat(first.stream(), others.stream()).toList()));
    }

    private Mono<List<Acceptance>> behind(
            List<Acceptance> first, Caller caller, String app, List<Draft> rest, @Nullable String trace) {
        if (rest.isEmpty()) {
            return Mono.just(List.of());
        }
        Acceptance last = first.getLast();
        return last.isAway()
                ? Mono.just(rest.stream().map(_ -> counted(last)).toList())
                : publishAll(caller, app, rest, trace);
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
