package io.posthorn.loadtest;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/**
 * Work that waits in the database and is drained by a Posthorn that has nothing of it in memory. Its messages lie there
 * as those of some hours do, vacuumed and written out; it is drained when nothing is owed.
 */
final class Backlog {

    private static final Duration LIMIT = Duration.ofHours(1);
    /** Asking costs a connection; a drain takes a minute and more. */
    private static final Duration STEP = Duration.ofMillis(500);

    /** In turn for each application. */
    private static final String MESSAGES = """
            WITH target AS (
              SELECT row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS places, application_id FROM endpoint),
            made AS (
              SELECT i, %5$d + i * 5000 / %1$d AS at FROM generate_series(1::bigint, %1$d::bigint) AS i)
            INSERT INTO message (id, app_id, event_type, channels, tags, payload)
            SELECT (lpad(to_hex(at), 12, '0') || '7' || substr(md5('%2$s' || i), 1, 3) || '8'
                     || substr(md5('%2$s' || i), 4, 15))::uuid,
                   application_id, '%3$s', '{}', '{}', '\\x%4$s'::bytea
            FROM made JOIN target ON place = i %% places""";

    private static final String OWED = "INSERT INTO pending (message_id) SELECT id FROM message WHERE %s ORDER BY id";
    private static final String DUE = """
            INSERT INTO delivery (message_id, endpoint_id, app_id, state, attempts, due_at)
            SELECT message.id, endpoint.id, app_id, 0, 0, now() FROM message JOIN endpoint ON application_id = app_id
            WHERE %s ORDER BY message.id""";

    private static final String SINCE = "message.id >= (lpad(to_hex(%d), 12, '0') || repeat('0', 20))::uuid";

    private final Ledger ledger;
    private final Receiver receiver;
    private final long rows;
    private int round;
    private long arrivedBefore;
    private long deliveredBefore;

    Backlog(Ledger ledger, Receiver receiver, long rows) {
        this.ledger = ledger;
        this.receiver = receiver;
        this.rows = rows;
    }

    Way way(String name, Runnable preparation, List<Participant> participants) {
        return new Way(name, preparation, _ -> drain(), participants);
    }

    /** Messages that no node has begun with. */
    void makeMessages() {
        make("pending", OWED);
    }

    /** Deliveries in rows of their own, all due. */
    void makeDeliveries() {
        make("delivery", DUE);
    }

    /** All of it is there to be claimed from one moment on, and is then begun with. */
    private void make(String table, String waiting) {
        long first = System.currentTimeMillis();
        String payload = HexFormat.of().formatHex(Payloads.of(round));
        Database database = ledger.database();
        database.execute(MESSAGES.formatted(rows, "r" + round++ + "-", Posthorn.EVENT_TYPE, payload, first));
        database.execute("VACUUM ANALYZE message");
        database.execute("CHECKPOINT");
        arrivedBefore = receiver.received();
        deliveredBefore = ledger.delivered();
        database.execute("BEGIN; %s; ANALYZE %s; COMMIT".formatted(waiting.formatted(SINCE.formatted(first)), table));
        Waiting.until("the backlog is begun with", () -> receiver.received() > arrivedBefore);
    }

    private Tally drain() {
        long start = System.nanoTime();
        Waiting.until("the backlog is drained", LIMIT, STEP, ledger::isSettled);
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
