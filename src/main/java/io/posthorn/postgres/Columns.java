package io.posthorn.postgres;

import io.r2dbc.spi.Readable;

/** Reads columns that the schema declares {@code NOT NULL}. */
public final class Columns {

    private Columns() {}

    /**
     * The column's value.
     *
     * @throws IllegalStateException when it is null all the same, which means query and schema disagree
     */
    public static <T> T required(Readable row, String column, Class<T> type) {
        T value = row.get(column, type);
        if (value == null) {
            throw new IllegalStateException("column " + column + " is null");
        }
        return value;
    }
}
