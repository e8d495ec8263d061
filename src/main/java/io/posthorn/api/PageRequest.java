package io.posthorn.api;

import io.posthorn.id.IdKind;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a listing is asked for; a parameter of controller methods, read from {@code limit}, {@code iterator}
 * and {@code order}.
 *
 * @param limit most items of the page, 1 to 250
 * @param cursor the key that the page starts beyond, as text; null for the first page
 * @param backward whether the page is the one before the cursor instead of the one after it
 * @param descending whether the listing runs from the largest key to the smallest
 */
public record PageRequest(int limit, @Nullable String cursor, boolean backward, boolean descending) {

    static final int DEFAULT_LIMIT = 50;
    static final int MAX_LIMIT = 250;

    private static final UUID BEFORE_ALL = new UUID(0, 0);
    private static final UUID AFTER_ALL = new UUID(-1, -1);

    /** The same page of a listing that always runs from the newest to the oldest. */
    public PageRequest newestFirst() {
        return new PageRequest(limit, cursor, backward, true);
    }

    /** Whether the rows are to be read by ascending key; {@link Page#of} turns them round where needed. */
    public boolean readsAscending() {
        return backward == descending;
    }

    /** How many rows to read: one more than the limit, which tells whether anything is left. */
    public int fetch() {
        return limit + 1;
    }

    /**
     * The identifier to read beyond; without a cursor one that lies beyond all others.
     *
     * @throws Problem 422 when the cursor is not an identifier of this kind
     */
    public UUID position(IdKind kind) {
        if (cursor == null) {
            return readsAscending() ? BEFORE_ALL : AFTER_ALL;
        }
        return kind.parse(cursor).orElseThrow(() -> foreignCursor(kind.prefix() + "_…"));
    }

    /**
     * The name to read beyond; without a cursor one that lies beyond all others.
     *
     * @throws Problem 422 when the cursor does not follow the rule
     */
    public String position(TextRule rule) {
        if (cursor == null) {
            return readsAscending() ? "" : "~";
        }
        if (!rule.allows(cursor)) {
            throw foreignCursor("a name of " + rule.allowed());
        }
        return cursor;
    }

    private static Problem foreignCursor(String expected) {
        return Problem.invalidQuery(
                "iterator",
                "must be the iterator or prevIterator of an earlier answer (" + expected
                        + "), or left out for the first page");
    }
}
