package io.posthorn.ledger;

import io.posthorn.api.Page;
import io.posthorn.api.PageRequest;
import io.posthorn.postgres.Columns;
import io.r2dbc.spi.Readable;
import java.util.List;
import java.util.function.Function;

/**
 * A row of a question that may have been cut short; see {@link R2dbcSelect#cut}.
 *
 * @param total how many rows there would have been
 */
record R2dbcCutRow<T>(T value, long total) {

    static <T> R2dbcCutRow<T> of(Readable row, T value) {
        return new R2dbcCutRow<>(value, Columns.required(row, "total", Long.class));
    }

    /** Where the rows were cut short, the page is shorter than was asked for, and not done. */
    static <T> Page<T> page(List<R2dbcCutRow<T>> rows, PageRequest request, Function<T, String> key) {
        Page<T> page = Page.of(rows.stream().map(R2dbcCutRow::value).toList(), request, key);
        boolean cut = !rows.isEmpty() && rows.getFirst().total() > rows.size();
        return new Page<>(page.data(), page.iterator(), page.prevIterator(), page.done() && !cut);
    }
}
