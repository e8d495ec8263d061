package io.posthorn.ledger;

/**
 * Narrows a listing of the table {@code message} to those that have a state with any endpoint. What is in any state but
 * delivered stands in a table of what is owed or was given up, which is asked first: only for what is there are the
 * attempts read. For what was delivered they are read of each message that is looked at.
 */
final class R2dbcAnywhere {

    private static final String SOMEWHERE = """
            EXISTS (
              SELECT 1
              FROM (SELECT DISTINCT ON (endpoint_id) endpoint_id, status, next_at FROM attempt
                    WHERE attempt.message_id = message.id ORDER BY endpoint_id, id DESC) AS latest
              FULL JOIN (SELECT endpoint_id, state, node_id, due_at FROM delivery
                         WHERE delivery.message_id = message.id) AS held USING (endpoint_id)
              WHERE (%s) = %d)""";

    private static final String GIVEN_UP_OR_WAITS =
            "EXISTS (SELECT 1 FROM delivery WHERE delivery.message_id = message.id)";
    private static final String OWED = "EXISTS (SELECT 1 FROM pending WHERE pending.message_id = message.id)";
    private static final String FOR_LATER = "EXISTS (SELECT 1 FROM scheduled WHERE scheduled.message_id = message.id)";

    private R2dbcAnywhere() {}

    /** The condition, to be added to a statement that has one already. */
    static String is(MessageStatus status) {
        return switch (status) {
            case SUCCESS -> "AND " + somewhere(status);
            case PENDING ->
                "AND CASE WHEN " + FOR_LATER + " THEN true WHEN " + GIVEN_UP_OR_WAITS + " OR " + OWED + " THEN "
                        + somewhere(status) + " ELSE false END";
            // Of what is owed and does not wait the first attempts are under way, of which nothing is written yet.
            case SENDING ->
                "AND CASE WHEN " + OWED + " THEN NOT " + somewhere(MessageStatus.PENDING) + " WHEN " + GIVEN_UP_OR_WAITS
                        + " THEN " + somewhere(status) + " ELSE false END";
            case FAIL, CANCELED ->
                "AND CASE WHEN " + GIVEN_UP_OR_WAITS + " THEN " + somewhere(status) + " ELSE false END";
        };
    }

    private static String somewhere(MessageStatus status) {
        return SOMEWHERE.formatted(R2dbcDeliveryQueries.STATUS, status.number());
    }
}
