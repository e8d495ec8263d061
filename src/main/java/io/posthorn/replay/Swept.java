package io.posthorn.replay;

import io.posthorn.ledger.Candidate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What came of a page of a task.
 *
 * @param looked how many messages, or named deliveries, it looked at
 * @param reached the last of them
 * @param done how many of them, or of their deliveries, it did something to
 * @param last whether nothing is left
 * @param obstacle why the task cannot go on; null when it can
 */
record Swept(
        long looked,
        UUID reached,
        long done,
        boolean last,
        @Nullable String obstacle) {

    Swept(long looked, UUID reached, long done, boolean last) {
        this(looked, reached, done, last, null);
    }

    /** A page of messages, of which fewer than the limit were left. */
    static Swept of(BackgroundTask task, List<Candidate> page, long done, int limit) {
        UUID reached = page.isEmpty() ? task.reached() : page.getLast().id();
        return new Swept(page.size(), reached, done, page.size() < limit);
    }

    /** Nothing was done, and nothing will be. */
    static Swept stopped(BackgroundTask task, String obstacle) {
        return new Swept(0, task.reached(), 0, true, obstacle);
    }
}
