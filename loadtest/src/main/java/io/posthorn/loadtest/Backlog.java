package io.posthorn.loadtest;

import java.time.Duration;
import java.util.HexFormat;

/**
 * Work that waits in the database and is drained by a Posthorn that has nothing of it in memory. It is written in one
 * transaction, so all of it is there to be claimed from one moment on, and drained when nothing is owed.
 */
final class Backlog {

    private static final Duration LIMIT = Duration.ofHours(1);

    /** In turn for each application; younger than all that was claimed, as what a dead node leaves behind is. */
    private static final String MESSAGES = """
            WITH target AS (
              SELECT row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS places, id AS endpoint_id,
                     application_id
              FROM endpoint),
            made AS (
              SELECT i, extract(epoch FROM now())::bigint * 1000 + i * 5000 / %1$d AS at
              FROM generate_series(1::bigint, %1$d::bigint) AS i),
            written AS (
              INSERT INTO message (id, app_id, event_type, channels, tags, payload)
              SELECT (lpad(to_hex(at), 12, '0') || '7' || substr(md5('%2$s' || i), 1, 3) || '8'
                       || substr(md5('%2$s' || i), 4, 15))::uuid,
                     application_id, '%3$s', '{}', '{}', '\\x%4$s'::bytea
              FROM made JOIN target ON place = i %% places
              RETURNING id, app_id)
            """;

    private static final String OWED = "INSERT INTO pending (message_id) SELECT id FROM written ORDER BY id";
    private static final String DUE = """
            INSERT INTO delivery (message_id, endpoint_id, app_id, state, attempts, due_at)
            SELECT written.id, endpoint_id, app_id, 0, 0, now() FROM written JOIN target ON application_id = app_id""";

    private final Ledger ledger;
    private final Receiver receiver;
    private final long rows;
    private int round;

    Backlog(Ledger ledger, Receiver receiver, long rows) {
        this.ledger = ledger;
        this.receiver = receiver;
        this.rows = rows;
    }

    /** Messages that no node has begun with. */
    Tally drainMessages() {
        return drain(OWED);
    }

    /** Deliveries in rows of their own, all due. */
    Tally drainDeliveries() {
        return drain(DUE);
    }

    private Tally drain(String waiting) {
        long arrivedBefore = receiver.received();
        long deliveredBefore = ledger.delivered();
        ledger.database()
                .execute(MESSAGES.formatted(
                                rows,
                                "r" + round++ + "-",
                                Posthorn.EVENT_TYPE,
                                HexFormat.of().formatHex(Payloads.of(round)))
                        + waiting);
        long start = System.nanoTime();
        Waiting.until("the backlog is drained", LIMIT, ledger::isSettled);
        long nanos = System.nanoTime() - start;
        long delivered = ledger.delivered() - deliveredBefore;
        System.out.printf(
                "%,d waited, %,d deliveries on record, %,d arrived%n",
                rows, delivered, receiver.received() - arrivedBefore);
        if (delivered < rows) {
            throw new IllegalStateException(rows - delivered + " of the backlog are not on record");
        }
        return new Tally(delivered, 0, nanos);
    }
}
