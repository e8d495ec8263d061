package io.posthorn.ledger;

import io.posthorn.ledger.AppendWriter.Item;
import java.util.List;
import java.util.function.Predicate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The way into the ledger: messages are written in groups, those with keys apart from those without. */
public final class MessageAppender {

    private final AppendWriter writer;
    private final GroupCommit<Item, Appended> plain;
    private final GroupCommit<Item, Appended> keyed;

    MessageAppender(AppendWriter writer, GroupCommit<Item, Appended> plain, GroupCommit<Item, Appended> keyed) {
        this.writer = writer;
        this.plain = plain;
        this.keyed = keyed;
    }

    /**
     * Writes the message; emits after the commit. Cancelling changes nothing for the message.
     *
     * @return errors with {@link LedgerUnavailableException} when the database is away or too much waits for it, and
     *     with {@link LedgerRefusedException} when it does not accept this message, with {@link FencedException} when
     *     this node was taken over and has not begun anew yet
     */
    public Mono<Appended> append(NewMessage message) {
        return Mono.defer(() -> (message.keys().isEmpty() ? plain : keyed).add(writer.admit(message)));
    }

    /**
     * As {@link #append} for each of them, queued at once so that they share a transaction where its bounds allow.
     * Cancelling changes nothing for them.
     *
     * @return emits, in any order, what became of each as soon as it is decided; never an error
     */
    public Flux<Fate<NewMessage, Appended>> appendAll(List<NewMessage> messages) {
        return Flux.defer(() -> Flux.merge(
                        plain.addAll(
                                admitted(messages, message -> message.keys().isEmpty())),
                        keyed.addAll(
                                admitted(messages, message -> !message.keys().isEmpty()))))
                .map(fate -> fate.mapItem(Item::message));
    }

    private List<Item> admitted(List<NewMessage> messages, Predicate<NewMessage> which) {
        return messages.stream().filter(which).map(writer::admit).toList();
    }
}
