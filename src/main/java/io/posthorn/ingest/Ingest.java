package io.posthorn.ingest;

import io.posthorn.api.Problem;
import io.posthorn.id.IdGenerator;
import io.posthorn.id.IdKind;
import io.posthorn.ingest.Acceptance.Accepted;
import io.posthorn.ledger.Appended;
import io.posthorn.ledger.Fate;
import io.posthorn.ledger.FencedException;
import io.posthorn.ledger.LedgerRefusedException;
import io.posthorn.ledger.LedgerUnavailableException;
import io.posthorn.ledger.MessageAppender;
import io.posthorn.ledger.MessageKey;
import io.posthorn.ledger.NewMessage;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Accepts messages: gives each its id, appends it, and says what to answer once that is decided. */
final class Ingest {

    private static final Duration COME_BACK = Duration.ofSeconds(1);

    private final MessageAppender appender;
    private final IdGenerator ids;
    private final Duration acknowledgeWithin;
    private final Scheduler deadlines;
    private final IngestListener listener;
    private final boolean accepts;

    /** @param accepts whether this node has the role of accepting messages */
    Ingest(
            MessageAppender appender,
            IdGenerator ids,
            Duration acknowledgeWithin,
            Scheduler deadlines,
            IngestListener listener,
            boolean accepts) {
        this.appender = appender;
        this.ids = ids;
        this.acknowledgeWithin = acknowledgeWithin;
        this.deadlines = deadlines;
        this.listener = listener;
        this.accepts = accepts;
    }

    /**
     * Appends the message; emits after the commit. Errors with a problem that says what to do.
     *
     * @param trace the {@code traceparent} its attempts go on with; or null
     */
    Mono<Accepted> accept(Checked checked, @Nullable String trace) {
        if (!accepts) {
            return Mono.error(Ingest::deliversOnly);
        }
        NewMessage message = minted(checked, trace);
        return appender.append(message)
                // With an error to go on with: a time-out without one spells out all that it waits for, each time.
                .timeout(acknowledgeWithin, Mono.error(Ingest::away), deadlines)
                .map(appended -> answer(message, appended))
                .onErrorMap(Ingest::problem);
    }

    /**
     * A message whose every rule was checked.
     *
     * @param keys what makes it unique; empty for one that may be repeated
     */
    record Checked(UUID applicationId, MessageIn in, List<MessageKey> keys) {}

    /**
     * Appends the messages together; emits what became of them, in their order, once all are decided or the time for an
     * answer is up.
     *
     * @param trace as for one
     */
    Mono<List<Acceptance>> acceptAll(List<Checked> checked, @Nullable String trace) {
        if (!accepts) {
            return Mono.fromSupplier(() -> Collections.nCopies(checked.size(), new Acceptance.Refused(deliversOnly())));
        }
        List<NewMessage> messages =
                checked.stream().map(one -> minted(one, trace)).toList();
        return appender.appendAll(messages)
                .takeUntilOther(Mono.delay(acknowledgeWithin, deadlines))
                .collectMap(fate -> fate.item().id())
                .map(fates -> messages.stream()
                        .map(message -> acceptance(fates.get(message.id())))
                        .toList());
    }

    private NewMessage minted(Checked checked, @Nullable String trace) {
        MessageIn in = checked.in();
        UUID id = ids.next();
        return new NewMessage(
                id,
                checked.applicationId(),
                in.eventType(),
                in.eventId(),
                in.channels(),
                in.tags(),
                in.payload(),
                in.terms(),
                in.keepPayload() == null ? null : IdGenerator.timeOf(id).plus(in.keepPayload()),
                checked.keys(),
                trace);
    }

    private Acceptance acceptance(@Nullable Fate<NewMessage, Appended> fate) {
        try {
            return switch (fate) {
                case null -> throw away();
                case Fate.Written(var message, var appended) -> answer(message, appended);
                case Fate.Lost(var _, var reason) -> throw Exceptions.propagate(problem(reason));
            };
        } catch (Problem refusal) {
            return new Acceptance.Refused(refusal);
        }
    }

    private Accepted answer(NewMessage message, Appended appended) {
        Accepted accepted = decided(message, appended);
        listener.accepted(accepted.repeated());
        return accepted;
    }

    private static Accepted decided(NewMessage message, Appended appended) {
        return switch (appended) {
            case Appended.Committed _ -> new Accepted(message.id(), message, false);
            case Appended.Repeated(UUID first) -> new Accepted(first, message, true);
            case Appended.KeyReused(MessageKey.Kind kind, UUID first) -> throw reused(kind, first);
            case Appended.Contended _ ->
                throw Problem.unavailable(
                        "Two requests with this key arrived together. Repeat the request.", COME_BACK);
        };
    }

    private static Problem reused(MessageKey.Kind kind, UUID first) {
        String message = IdKind.MESSAGE.format(first);
        return switch (kind) {
            case IDEMPOTENCY ->
                Problem.unprocessable(
                        "idempotency_key_reused",
                        "This Idempotency-Key was used with another request body, for message " + message
                                + ". Send a new key with a new request.");
            case EVENT_ID, EVENT ->
                Problem.conflict("A message with this eventId exists already: " + message
                        + ". Send another eventId, or none, for a new message.");
        };
    }

    private static Throwable problem(Throwable thrown) {
        return switch (thrown) {
            case LedgerUnavailableException _, FencedException _ -> away();
            case LedgerRefusedException refused -> refused(refused);
            default -> thrown;
        };
    }

    private static Problem deliversOnly() {
        return Problem.unavailable(
                "This node only delivers (posthorn.roles). Send messages to a node that has the role ingest.",
                COME_BACK);
    }

    private static Problem away() {
        return Problem.unavailable(
                "The message could not be stored now, so it is not accepted. Repeat the request, with the same"
                        + " Idempotency-Key if it had one.",
                COME_BACK);
    }

    private static Problem refused(LedgerRefusedException cause) {
        return Problem.malformed("The database cannot store this message: " + cause.getMessage());
    }
}
