package io.posthorn.postgres;

/**
 * One listing in both directions, page by page: the rows beyond a key, so that a page costs the same wherever it
 * begins. Its parameters are {@code :beyond} and {@code :count}, and those of the condition.
 *
 * @param ascending the statement from the smallest key up
 * @param descending the statement from the largest key down
 */
public record KeysetListing(String ascending, String descending) {

    private static final String STATEMENT = "SELECT %s FROM %s WHERE %s AND %s %s :beyond ORDER BY %s %s LIMIT :count";

    /**
     * A listing of the table's rows that meet the condition.
     *
     * @param key a column that an index has in its order
     */
    public static KeysetListing of(String columns, String table, String condition, String key) {
        return new KeysetListing(
                STATEMENT.formatted(columns, table, condition, key, ">", key, "ASC"),
                STATEMENT.formatted(columns, table, condition, key, "<", key, "DESC"));
    }

    /** The statement for a direction. */
    public String read(boolean upwards) {
        return upwards ? ascending : descending;
    }
}
