package io.posthorn.ledger;

import io.posthorn.ledger.Selection.Kind;
import java.util.UUID;

/** The question for the messages that a {@link Selection} looks at, each with whether it is meant. */
final class R2dbcCandidates {

    private static final String OF_APPLICATION = """
            SELECT id, event_type, channels, tags, expires_at, only_endpoint, payload IS NOT NULL AS whole FROM message
            WHERE app_id = :application AND id > :after AND id >= :first AND id < :end ORDER BY id LIMIT :limit""";
    /** Failed deliveries have an index of their own; the message of one may be gone already. */
    private static final String OF_FAILED = """
            SELECT failed.id, coalesce(event_type, '') AS event_type, coalesce(channels, '{}') AS channels, tags,
                   expires_at, only_endpoint, coalesce(payload IS NOT NULL, false) AS whole
            FROM (SELECT message_id AS id FROM delivery
                  WHERE endpoint_id = :endpoint AND app_id = :application AND state >= 2
                    AND message_id > :after AND message_id >= :first AND message_id < :end
                  ORDER BY message_id LIMIT :limit) AS failed
            LEFT JOIN message ON message.id = failed.id""";
    /** OFFSET 0 keeps the planner to the index by message; a message has few attempts. */
    private static final String AT_ENDPOINT = """
            LEFT JOIN delivery AS held ON held.message_id = looked.id AND held.endpoint_id = :endpoint
            LEFT JOIN LATERAL (
              SELECT status, code, next_at
              FROM (SELECT id, status, code, next_at FROM attempt
                    WHERE message_id = looked.id AND endpoint_id = :endpoint AND attempt.id >= :earliest
                    OFFSET 0) AS made
              ORDER BY id DESC LIMIT 1) AS latest ON true""";

    private static final String FAILED = "AND " + R2dbcFailed.FOR_GOOD;
    private static final String MISSING = """
            AND coalesce(only_endpoint = :endpoint, true) AND latest.status IS NULL AND (held.state IS NULL OR (held.state = 3 AND held.attempts = 0 AND held.reason NOT LIKE 'cancel%'))
            AND NOT EXISTS (SELECT 1 FROM scheduled WHERE scheduled.message_id = looked.id)""";
    private static final String ATTEMPTED = "AND latest.status IS NOT NULL";
    private static final String NOT_WAITING = "AND coalesce(held.state, 2) >= 2";

    private R2dbcCandidates() {}

    static R2dbcSelect select(Selection selection, UUID after, int limit) {
        String looked = selection.kind() == Kind.FAILED ? OF_FAILED : OF_APPLICATION;
        R2dbcSelect select = new R2dbcSelect("WITH looked AS (" + looked + ")")
                .bind("application", selection.applicationId())
                .bind("after", after)
                .bind("first", selection.first())
                .bind("end", selection.end())
                .bind("limit", limit)
                .add("SELECT looked.id, event_type, channels,")
                .add("EXISTS (SELECT 1 FROM pending WHERE message_id = looked.id) AS pending,")
                .add("(coalesce(whole AND coalesce(looked.expires_at > now(), true)");
        narrow(select, selection);
        return from(select.add(", false)) AS chosen FROM looked"), selection, after)
                .add("ORDER BY looked.id");
    }

    private static R2dbcSelect from(R2dbcSelect select, Selection selection, UUID after) {
        if (selection.endpointId() == null) {
            return select;
        }
        UUID low = after.compareTo(selection.first()) > 0 ? after : selection.first();
        return select.add(AT_ENDPOINT)
                .bind("endpoint", selection.endpointId())
                .bind("earliest", R2dbcAttemptQueries.earliest(low));
    }

    private static void narrow(R2dbcSelect select, Selection selection) {
        select.add(condition(selection))
                .ofTypes("event_type", selection.eventTypes())
                .addIf("AND :channel = ANY(channels)", "channel", selection.channel())
                .addIf("AND :tag = ANY(tags)", "tag", selection.tag());
    }

    private static String condition(Selection selection) {
        return switch (selection.kind()) {
            case FAILED -> FAILED + " " + handled(selection);
            case MISSING -> MISSING;
            case ATTEMPTED -> ATTEMPTED + " " + status(selection) + " " + code(selection) + " " + handled(selection);
            case ALL -> "";
        };
    }

    private static String status(Selection selection) {
        MessageStatus status = selection.status();
        return status == null ? NOT_WAITING : "AND (" + R2dbcDeliveryQueries.STATUS + ") = " + status.number();
    }

    private static String code(Selection selection) {
        Integer codes = selection.codeClass();
        return codes == null ? "" : "AND latest.code BETWEEN " + codes + " AND " + (codes + 99);
    }

    /** What has no row of its own was not marked either. */
    private static String handled(Selection selection) {
        Boolean handled = selection.handled();
        return handled == null ? "" : "AND held.handled_at IS " + (handled ? "NOT NULL" : "NULL");
    }
}
