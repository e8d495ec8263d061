package io.posthorn.replay;

import io.posthorn.api.Problem;
import io.posthorn.id.IdGenerator;
import io.posthorn.id.IdKind;
import io.posthorn.ledger.Appended;
import io.posthorn.ledger.LedgerPaths.AtEndpoint;
import io.posthorn.ledger.LedgerUnavailableException;
import io.posthorn.ledger.MessageAppender;
import io.posthorn.ledger.MessageJson;
import io.posthorn.ledger.MessageKey;
import io.posthorn.ledger.MessageKeys;
import io.posthorn.ledger.MessageOut;
import io.posthorn.ledger.NewMessage;
import io.posthorn.ledger.Terms;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Appends messages that are for one endpoint only. */
@Component
final class ExampleMessages {

    private static final Duration COME_BACK = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final MessageAppender appender;
    private final IdGenerator ids;

    ExampleMessages(MessageAppender appender, IdGenerator ids) {
        this.appender = appender;
        this.ids = ids;
    }

    /**
     * An idempotency key.
     *
     * @param request what has to be the same with the same key
     */
    record Key(String text, byte[] request) {}

    /** Appends the message; emits it as JSON after the commit. */
    Mono<byte[]> send(AtEndpoint at, String eventType, byte[] payload, @Nullable Key key) {
        NewMessage message = new NewMessage(
                ids.next(),
                at.application().id(),
                eventType,
                null,
                List.of(),
                List.of(),
                payload,
                Terms.onlyFor(at.endpoint().id()),
                null,
                keys(at, key));
        return appender.append(message)
                .timeout(PATIENCE, Mono.error(ExampleMessages::away))
                .onErrorMap(LedgerUnavailableException.class, _ -> away())
                .map(appended -> MessageJson.write(MessageOut.of(message, acceptedAs(message, appended), true)));
    }

    private static List<MessageKey> keys(AtEndpoint at, @Nullable Key key) {
        return key == null
                ? List.of()
                : List.of(MessageKeys.idempotency(
                        at.application().organizationId(),
                        "send-example " + at.endpoint().id(),
                        key.text(),
                        key.request()));
    }

    private static UUID acceptedAs(NewMessage message, Appended appended) {
        return switch (appended) {
            case Appended.Committed _ -> message.id();
            case Appended.Repeated(UUID first) -> first;
            case Appended.KeyReused(var _, UUID first) ->
                throw Problem.unprocessable(
                        "idempotency_key_reused",
                        "This Idempotency-Key was used for another example, message " + IdKind.MESSAGE.format(first)
                                + ". Send a new key with a new request.");
            case Appended.Contended _ ->
                throw Problem.unavailable(
                        "Two requests with this key arrived together. Repeat the request.", COME_BACK);
        };
    }

    private static Problem away() {
        return Problem.unavailable(
                "The message could not be stored now, so it is not sent. Repeat the request.", COME_BACK);
    }
}
