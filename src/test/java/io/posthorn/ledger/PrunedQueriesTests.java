package io.posthorn.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.api.PageRequest;
import io.posthorn.postgres.TestDatabase;
import io.posthorn.postgres.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Which partitions a question touches, by PostgreSQL's own count of what was scanned. */
class PrunedQueriesTests {

    private static final Instant FIRST = Instant.parse("2026-03-01T12:00:00Z");
    private static final int DAYS = 6;
    private static final UUID APP = LedgerRows.id(FIRST);
    private static final UUID ENDPOINT = LedgerRows.id(FIRST);
    private static final PageRequest PAGE = new PageRequest(2, null, false, false);

    /** Enough for the planner to prefer an index. */
    private static final String MANY_MESSAGES = """
            INSERT INTO message (id, app_id, event_type, channels, tags, payload)
            SELECT overlay('%s' placing lpad(to_hex(i), 4, '0') from 25)::uuid, '%s', 'shop.paid', '{}', '{}', '{}'
            FROM generate_series(1, 2000) AS i""";

    private static final String AN_ATTEMPT_FOR_EACH = """
            INSERT INTO attempt (id, message_id, endpoint_id, app_id, event_type, url, status, code, number, trigger,
                                 duration_ms)
            SELECT id, id, '%s', app_id, event_type, 'https://example.com', 0, 200, 1, 0, 1 FROM message""";

    private final TestDatabase database = TestPostgres.freshDatabase();
    private final LedgerRows rows = new LedgerRows(database);
    private final AttemptQueries attempts = new R2dbcAttemptQueries(database.client());
    private final MessageQueries messages = new R2dbcMessageQueries(database.client());

    @BeforeEach
    void writeSomeOfEachDay() {
        get(new Partitions(database.directConnections(), Duration.ofDays(1), Schedulers.parallel())
                .ensure(FIRST, FIRST.plus(Duration.ofDays(DAYS))));
        for (int day = 0; day < DAYS; day++) {
            database.execute(MANY_MESSAGES.formatted(LedgerRows.id(day(day)), APP));
        }
        database.execute(AN_ATTEMPT_FOR_EACH.formatted(ENDPOINT));
        database.execute("ANALYZE");
    }

    @Test
    void aMessagesAttemptsAreSoughtFromItsDayOn() {
        UUID message = rows.message(APP, day(4));

        count(attempts.ofMessage(APP, message, null, LedgerFilter.NONE, PAGE, true));

        assertThat(scanned("attempt")).containsExactly("attempt_p20260305", "attempt_p20260306", "attempt_p20260307");
    }

    @Test
    void theLatestAttemptOfWhatFailedIsSoughtFromItsMessagesDayOn() {
        UUID message = rows.message(APP, day(4));
        UUID attempt = rows.attempt(APP, message, ENDPOINT, day(5), 500, null);
        rows.delivery(APP, message, ENDPOINT, 2, null);

        List<EndedDelivery> failed = count(new R2dbcEndedDeliveries(database.client())
                        .failed(APP, new ReviewFilter(null, null, false, LedgerFilter.NONE), PAGE))
                .data();

        assertThat(failed).extracting(EndedDelivery::last).containsExactly(new EndedDelivery.Last(attempt, 500));
        assertThat(scanned("attempt")).containsExactly("attempt_p20260305", "attempt_p20260306", "attempt_p20260307");
        assertThat(scanned("message")).containsExactly("message_p20260305");
    }

    @Test
    void anAttemptIsSoughtOnItsDay() {
        UUID message = rows.message(APP, day(1));
        UUID attempt = rows.attempt(APP, message, ENDPOINT, day(2), 200, null);

        count(attempts.find(APP, message, attempt));

        assertThat(scanned("attempt")).containsExactly("attempt_p20260303");
    }

    @Test
    void aMessageIsSoughtOnItsDay() {
        UUID message = rows.message(APP, day(1));

        count(messages.find(APP, message, true));

        assertThat(scanned("message")).containsExactly("message_p20260302");
    }

    @Test
    void aPageOfMessagesReadsNoFurtherBackThanItMust() {
        count(messages.list(APP, LedgerFilter.NONE, PAGE, true));

        assertThat(scanned("message")).containsExactly("message_p20260306", "message_p20260307");
    }

    @Test
    void aWindowOfAttemptsIsReadFromItsDays() {
        LedgerFilter window = new LedgerFilter(null, null, List.of(), null, null, day(3), day(1));

        count(attempts.ofEndpoint(APP, ENDPOINT, window, new PageRequest(250, null, false, false), true));

        assertThat(scanned("attempt")).containsExactly("attempt_p20260302", "attempt_p20260303", "attempt_p20260304");
    }

    private List<String> scanned(String table) {
        awaitStatistics();
        String names = database.ask("""
                SELECT string_agg(relname, ',' ORDER BY relname) FROM pg_stat_user_tables
                WHERE relname LIKE '%s\\_p%%' AND coalesce(seq_scan, 0) + coalesce(idx_scan, 0) > 0""".formatted(table));
        return Arrays.asList(names.split(","));
    }

    /** A connection's counts have arrived when it is gone. */
    private void awaitStatistics() {
        Awaitility.await().until(() -> database.ask("""
                                SELECT count(*) FROM pg_stat_activity
                                WHERE datname = current_database() AND pid <> pg_backend_pid()
                                  AND backend_type = 'client backend'""").equals("0"));
    }

    private <T> T count(Mono<T> question) {
        awaitStatistics();
        database.execute("SELECT pg_stat_reset()");
        return get(question);
    }

    private static Instant day(int number) {
        return FIRST.plus(Duration.ofDays(number));
    }

    private static <T> T get(Mono<T> work) {
        return work.toFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }
}
