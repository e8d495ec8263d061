package io.posthorn.loadtest;

/**
 * Attempts of days gone by, as a Posthorn would have written them: spread over its endpoints and over ten days, each in
 * the partition of its day; one in fifty failed and was followed by another that did not. Their messages are gone.
 */
final class OldAttempts {

    private static final int DAYS = 10;
    private static final int YOUNGEST_DAYS = 2;
    private static final long ROWS_PER_STATEMENT = 500_000;
    private static final long MILLIS_PER_DAY = 86_400_000;

    /** Bounds as the ledger makes them: the day's first millisecond and nothing behind it. */
    private static final String PARTITION = """
            DO $$
            DECLARE
                day date := (now() AT TIME ZONE 'UTC')::date - %1$d;
                name text := 'attempt_p' || to_char(day, 'YYYYMMDD');
                first bigint := extract(epoch FROM day)::bigint * 1000;
            BEGIN
                EXECUTE format('CREATE TABLE %%I (LIKE attempt INCLUDING ALL)', name);
                EXECUTE format('ALTER TABLE attempt ATTACH PARTITION %%I FOR VALUES FROM (%%L) TO (%%L)', name,
                    lpad(to_hex(first), 12, '0') || repeat('0', 20),
                    lpad(to_hex(first + %2$d), 12, '0') || repeat('0', 20));
            END $$""";

    /** Number i and its message's number are the time and the rest of an id; the pieces in between say UUIDv7. */
    private static final String ATTEMPTS = """
            WITH target AS (
              SELECT row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS places, id, application_id, url
              FROM endpoint),
            made AS (
              SELECT i, i - (i %% 50 = 49)::int AS message, %3$d + i * %5$d / %4$d AS at,
                     i %% 50 = 48 AS failed, i %% 50 = 49 AS again
              FROM generate_series(%1$d::bigint, %2$d::bigint) AS i)
            INSERT INTO attempt (id, message_id, endpoint_id, app_id, event_type, url, status, code, number, trigger,
                                 duration_ms, response, detail, next_at)
            SELECT (lpad(to_hex(at + 20), 12, '0') || '7' || substr(md5('a' || i), 1, 3) || '8'
                     || substr(md5('a' || i), 4, 15))::uuid,
                   (lpad(to_hex(at), 12, '0') || '7' || substr(md5('m' || message), 1, 3) || '8'
                     || substr(md5('m' || message), 4, 15))::uuid,
                   target.id, application_id, '%6$s', url, CASE WHEN failed THEN 2 ELSE 0 END,
                   CASE WHEN failed THEN 500 ELSE 200 END, CASE WHEN again THEN 2 ELSE 1 END, 0, 12,
                   convert_to('ok', 'UTF8'), NULL, CASE WHEN failed THEN to_timestamp((at + 2000) / 1000.0) END
            FROM made JOIN target ON place = message %% places""";

    private final Database database;

    OldAttempts(Database database) {
        this.database = database;
    }

    void fill(long rows) {
        for (int day = 0; day < DAYS; day++) {
            database.execute(PARTITION.formatted(day + YOUNGEST_DAYS, MILLIS_PER_DAY));
        }
        long first = database.count("SELECT extract(epoch FROM (now() AT TIME ZONE 'UTC')::date - "
                + (DAYS + YOUNGEST_DAYS - 1) + ")::bigint * 1000");
        for (long from = 0; from < rows; from += ROWS_PER_STATEMENT) {
            long to = Math.min(rows, from + ROWS_PER_STATEMENT) - 1;
            database.execute(
                    ATTEMPTS.formatted(from, to, first, rows, (DAYS - 1) * MILLIS_PER_DAY, Posthorn.EVENT_TYPE));
            System.out.printf("%,d of %,d old attempts%n", to + 1, rows);
        }
        database.execute("VACUUM ANALYZE attempt");
        database.execute("CHECKPOINT");
    }

    /** What there is now. */
    String describe() {
        return "%,d attempts in %s partitions, %s with their indexes"
                .formatted(
                        database.count("SELECT count(*) FROM attempt"),
                        database.ask("SELECT count(*) FROM pg_inherits WHERE inhparent = 'attempt'::regclass"),
                        database.ask("SELECT pg_size_pretty(sum(pg_total_relation_size(inhrelid))) FROM pg_inherits"
                                + " WHERE inhparent = 'attempt'::regclass"));
    }
}
