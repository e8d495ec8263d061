package io.posthorn.loadtest;

/** Asks a Posthorn database what was accepted, what is still owed, and what arrived. */
record Ledger(Database database) {

    /** Looks at the newest first, which are the last to go: what has gone is not walked over each time. */
    private static final String OWED = """
            SELECT EXISTS (SELECT FROM pending ORDER BY message_id DESC LIMIT 1)
                OR EXISTS (SELECT FROM delivery ORDER BY message_id DESC LIMIT 1)""";

    private static final String ACCEPTED = "SELECT count(*) FROM message";
    /** Of this run: what is older is not read, so that asking costs the same however much there is. */
    private static final String YOUNG = """
            AND id >= (lpad(to_hex((extract(epoch FROM now()) * 1000)::bigint - 86400000), 12, '0') || repeat('0', 20))::uuid""";

    private static final String DELIVERED = "SELECT count(*) FROM attempt WHERE status = 0 " + YOUNG;
    private static final String FAILED = "SELECT count(*) FROM attempt WHERE status <> 0 " + YOUNG;
    private static final String FAILURES = """
            SELECT string_agg(times || ' x ' || what, '; ' ORDER BY times DESC)
              FROM (SELECT coalesce(detail, 'HTTP ' || code) AS what, count(*) AS times
                      FROM attempt WHERE status <> 0 %s GROUP BY 1 ORDER BY 2 DESC LIMIT 5) AS most""".formatted(YOUNG);

    private static final String TRANSACTIONS =
            "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()";
    private static final String LOST = """
            SELECT count(*) FROM message m
             WHERE NOT EXISTS (SELECT FROM attempt a WHERE a.message_id = m.id AND a.status = 0)
            """;

    /** Whether nothing is owed: each outcome of each message is committed. */
    boolean isSettled() {
        return database.ask(OWED).equals("f");
    }

    /** Deliveries whose outcome is committed. */
    long delivered() {
        return database.count(DELIVERED);
    }

    /** Messages committed. */
    long accepted() {
        return database.count(ACCEPTED);
    }

    /** Attempts that failed. */
    long failed() {
        return database.count(FAILED);
    }

    /** What most of the failed attempts say; there must be some. */
    String failures() {
        return database.ask(FAILURES);
    }

    /** Transactions so far, ours and those of our questions. */
    long transactions() {
        return database.count(TRANSACTIONS);
    }

    /** Messages without a committed delivery. */
    long lost() {
        return database.count(LOST);
    }

    /** Waits until nothing is owed. */
    void awaitSettled() {
        Waiting.until("nothing is owed in " + database.name(), this::isSettled);
    }
}
