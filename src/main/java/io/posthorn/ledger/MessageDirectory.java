package io.posthorn.ledger;

import io.posthorn.api.Problem;
import io.posthorn.api.Reference;
import io.posthorn.application.Application;
import io.posthorn.id.IdKind;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Finds the message that a path names. */
@Component
final class MessageDirectory {

    private final MessageQueries messages;

    MessageDirectory(MessageQueries messages) {
        this.messages = messages;
    }

    /** The message; errors with a not-found problem when there is none, also when another application has it. */
    Mono<MessageOut> require(Application application, String idOrEventId, boolean withContent) {
        return lookUp(application, idOrEventId)
                .flatMap(id -> messages.find(application.id(), id, withContent))
                .switchIfEmpty(Mono.error(() -> notFound(idOrEventId)));
    }

    /** As {@link #require}, for those who need to know no more than which one it is. */
    Mono<UUID> requireId(Application application, String idOrEventId) {
        return require(application, idOrEventId, false).map(MessageOut::id);
    }

    /** What the text names, whether or not there is such a message; empty when it can be none of this application. */
    Mono<UUID> lookUp(Application application, String idOrEventId) {
        return Mono.justOrEmpty(Reference.parse(IdKind.MESSAGE, idOrEventId))
                .flatMap(reference -> messages.resolve(application.id(), reference));
    }

    private static Problem notFound(String idOrEventId) {
        return Problem.notFound("There is no message '" + idOrEventId + "' in this application. Use the id of a message"
                + " that is still kept, or its eventId; GET on …/msg lists them.");
    }
}
