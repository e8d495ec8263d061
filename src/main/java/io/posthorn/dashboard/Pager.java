package io.posthorn.dashboard;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Where the pages before and after a page of a list begin. */
final class Pager {

    private Pager() {}

    /** The iterator of the next page; null on the last one. */
    static @Nullable String next(JsonNode page) {
        return page.path("done").asBoolean(true) ? null : page.path("iterator").asString(null);
    }

    /** The iterator of the page before; null on the first one. */
    static @Nullable String prev(JsonNode page, @Nullable String iterator) {
        return iterator == null ? null : page.path("prevIterator").asString(null);
    }
}
