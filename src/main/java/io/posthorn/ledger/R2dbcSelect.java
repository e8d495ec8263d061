package io.posthorn.ledger;

import io.posthorn.api.PageRequest;
import io.posthorn.id.IdGenerator;
import io.posthorn.id.IdKind;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

/** A question under construction: text, and the values that it names. Every text comes from us, every value is bound. */
final class R2dbcSelect {

    private static final String CUT = """
            ), sized AS (
              SELECT found.*, count(*) OVER () AS total, row_number() OVER earlier AS place,
                     sum(coalesce(octet_length(payload), 0)) OVER earlier AS bytes
              FROM found WINDOW earlier AS (ORDER BY %s %s))
            SELECT * FROM sized WHERE bytes <= :room OR place = 1 ORDER BY place""";

    private final StringBuilder sql;
    private final Map<String, Object> values = new HashMap<>();

    R2dbcSelect(String sql) {
        this.sql = new StringBuilder(sql);
    }

    R2dbcSelect add(String text) {
        sql.append('\n').append(text);
        return this;
    }

    R2dbcSelect bind(String name, Object value) {
        values.put(name, value);
        return this;
    }

    /** Adds the text and binds its value, unless there is no value. */
    R2dbcSelect addIf(String text, String name, @Nullable Object value) {
        return value == null ? this : add(text).bind(name, value);
    }

    /** Narrows to these event types, unless there are none. */
    R2dbcSelect ofTypes(String column, List<String> types) {
        return types.isEmpty()
                ? this
                : add("AND " + column + " = ANY(:types)").bind("types", types.toArray(String[]::new));
    }

    /** Narrows by the moment that the identifiers in the column were made. */
    R2dbcSelect within(String column, @Nullable Instant after, @Nullable Instant before) {
        UUID first = after == null ? null : IdGenerator.floor(after.plusMillis(1));
        UUID beyond = before == null ? null : IdGenerator.floor(before);
        return addIf("AND " + column + " >= :first", "first", first).addIf("AND " + column + " < :end", "end", beyond);
    }

    /** Reads on from the page's cursor, in its order, as many rows as it fetches. */
    R2dbcSelect page(String column, IdKind kind, PageRequest page) {
        boolean ascending = page.readsAscending();
        if (page.cursor() != null) {
            add("AND %s %s :beyond".formatted(column, ascending ? ">" : "<")).bind("beyond", page.position(kind));
        }
        return add("ORDER BY %s %s LIMIT :count".formatted(column, ascending ? "ASC" : "DESC"))
                .bind("count", page.fetch());
    }

    /**
     * Makes the question, with its {@code payload} column, one that leaves off where the payloads would be too much,
     * but never before the first row. The columns {@code total} and {@code place} say how many rows there were and
     * which this one is. The sizes of payloads are known without reading them.
     *
     * @param column what the rows are ordered by
     */
    R2dbcSelect cut(String column, PageRequest page, long bytes) {
        sql.insert(0, "WITH found AS (");
        return add(CUT.formatted(column, page.readsAscending() ? "ASC" : "DESC"))
                .bind("room", bytes);
    }

    GenericExecuteSpec on(DatabaseClient database) {
        return database.sql(sql.toString()).bindValues(values);
    }
}
