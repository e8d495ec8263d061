package io.posthorn.ledger;

import java.util.UUID;

/** How questions name the deliveries that failed for good, which are rows of their own, here always {@code held}. */
final class R2dbcFailed {

    /** Given up, or discarded after an attempt, but not because somebody called it off. The indexes say the same. */
    static final String FOR_GOOD =
            "(held.state = 2 OR (held.state = 3 AND held.attempts > 0 AND held.reason NOT LIKE 'cancel%'))";

    /** The message of one may be gone already. */
    static final String MESSAGE = """
            LEFT JOIN LATERAL (
              SELECT event_type, event_id, channels, tags FROM message
              WHERE message.id = held.message_id AND message.app_id = held.app_id OFFSET 0) AS message ON true""";
    /**
     * A message has few attempts, none of them from more than five minutes before it: the moment is in its identifier,
     * and keeps older partitions out. OFFSET 0 keeps the planner to the index by message.
     */
    static final String LATEST = """
            LEFT JOIN LATERAL (
              SELECT id, code
              FROM (SELECT id, code FROM attempt
                    WHERE attempt.message_id = held.message_id AND attempt.endpoint_id = held.endpoint_id
                      AND attempt.id >= (lpad(to_hex(
                            ('x0000' || replace(left(held.message_id::text, 13), '-', ''))::bit(64)::bigint - 300000),
                            12, '0') || repeat('0', 20))::uuid
                    OFFSET 0) AS made
              ORDER BY id DESC LIMIT 1) AS latest ON true""";

    private R2dbcFailed() {}

    /** Adds the tables that the filter looks at. */
    static R2dbcSelect join(R2dbcSelect select, ReviewFilter filter) {
        return select.add(filter.looksAtMessages() ? MESSAGE : "").add(filter.looksAtAttempts() ? LATEST : "");
    }

    /** Adds the condition on the delivery's own row. */
    static R2dbcSelect where(R2dbcSelect select, UUID application, ReviewFilter filter) {
        return select.add("WHERE held.app_id = :application AND " + FOR_GOOD)
                .bind("application", application)
                .add("AND held.handled_at IS " + (filter.handled() ? "NOT NULL" : "NULL"))
                .addIf("AND held.endpoint_id = :endpoint", "endpoint", filter.endpointId())
                .addIf("AND held.message_id = :message", "message", filter.messageId());
    }

    /** Adds the condition on what was joined. */
    static R2dbcSelect narrow(R2dbcSelect select, ReviewFilter filter) {
        LedgerFilter by = filter.ledger();
        Integer codes = by.codeClass();
        return select.ofTypes("message.event_type", by.eventTypes())
                .addIf("AND :channel = ANY(message.channels)", "channel", by.channel())
                .addIf("AND :tag = ANY(message.tags)", "tag", by.tag())
                .add(codes == null ? "" : "AND latest.code BETWEEN " + codes + " AND " + (codes + 99));
    }
}
