package io.posthorn.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing.
 *
 * @param data the items, in the listing's order
 * @param iterator hand this back as {@code iterator} for the next page; null on an empty page
 * @param prevIterator hand this back as {@code iterator} for the page before; null on an empty page
 * @param done whether nothing follows
 */
public record Page<T>(
        List<T> data, @Nullable String iterator, @Nullable String prevIterator, boolean done) {}
