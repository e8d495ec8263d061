package io.posthorn.ledger;

import reactor.core.publisher.Mono;

/** The way into the ledger: messages are written in groups, those with keys apart from those without. */
public final class MessageAppender {

    private final AppendWriter writer;
    private final GroupCommit<AppendWriter.Item, Appended> plain;
    private final GroupCommit<AppendWriter.Item, Appended> keyed;

    MessageAppender(
            AppendWriter writer,
            GroupCommit<AppendWriter.Item, Appended> plain,
            GroupCommit<AppendWriter.Item, Appended> keyed) {
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
}
