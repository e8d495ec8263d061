package io.posthorn.replay;

import io.posthorn.ledger.Candidate;
import io.posthorn.ledger.Contents;
import io.posthorn.ledger.Handling;
import io.posthorn.ledger.Redeliveries;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The pages of tasks that change what is stored and have nothing sent; each within the subscriber's transaction. */
@Component
final class Sweeps {

    private final Redeliveries redeliveries;
    private final Contents contents;
    private final Handling handling;

    Sweeps(Redeliveries redeliveries, Contents contents, Handling handling) {
        this.redeliveries = redeliveries;
        this.contents = contents;
        this.handling = handling;
    }

    /**
     * What came of a page.
     *
     * @param looked how many messages it looked at; fewer than the limit when these were the last
     * @param reached the last of them
     * @param done how many of them, or of their deliveries, it did something to
     */
    record Swept(long looked, UUID reached, long done) {

        static Swept of(BackgroundTask task, List<Candidate> page, long done) {
            return new Swept(
                    page.size(),
                    page.isEmpty() ? task.reached() : page.getLast().id(),
                    done);
        }
    }

    /** Takes the payloads out of a page of messages. */
    Mono<Swept> purge(BackgroundTask task, int limit) {
        return redeliveries.candidates(task.selection(), task.reached(), limit).flatMap(page -> contents.expunge(
                        task.selection().applicationId(), ids(page))
                .map(gone -> Swept.of(task, page, gone.size())));
    }

    private static List<UUID> ids(List<Candidate> page) {
        return page.stream().map(Candidate::id).toList();
    }

    /** Marks the deliveries of a page of messages as handled, or takes the mark away. */
    Mono<Swept> handle(BackgroundTask task, int limit) {
        return handling.sweep(task.selection(), task.reached(), limit, task.createdBy())
                .map(swept -> new Swept(swept.messages(), swept.reached(), swept.changed()));
    }
}
