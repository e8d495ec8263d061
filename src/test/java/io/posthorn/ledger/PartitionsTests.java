package io.posthorn.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posthorn.postgres.TestDatabase;
import io.posthorn.postgres.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class PartitionsTests {

    private static final Instant DAY = Instant.parse("2026-03-01T00:00:00Z");
    private static final UUID APP = LedgerRows.id(DAY);
    private static final UUID ENDPOINT = LedgerRows.id(DAY);

    private final TestDatabase database = TestPostgres.freshDatabase();
    private final LedgerRows rows = new LedgerRows(database);
    private final Partitions partitions = partitions(Duration.ofDays(1));

    @Test
    void makesOnePartitionOfEachTableForEachDay() {
        assertThat(ensure(0, 3)).isEqualTo(6);
        assertThat(ensure(0, 3)).isZero();
        assertThat(ensure(0, 4)).isEqualTo(2);

        rows.message(APP, day(3).plusSeconds(86_399));
        rows.attempt(APP, rows.message(APP, DAY), ENDPOINT, day(1), 200, null);
        assertThat(rows.count("message_p20260304")).isEqualTo(1);
        assertThat(rows.count("attempt_p20260302")).isEqualTo(1);
        assertThatThrownBy(() -> rows.message(APP, day(4))).hasStackTraceContaining("no partition");
    }

    @Test
    void givesPartitionsTheIndexesAndTheStorageOfTheirTable() {
        ensure(0, 1);

        assertThat(rows.count("pg_index WHERE indrelid = 'attempt_p20260301'::regclass"))
                .isEqualTo(5);
        assertThat(rows.count("pg_inherits i JOIN pg_index x ON x.indexrelid = i.inhrelid"
                        + " WHERE x.indrelid = 'attempt_p20260301'::regclass"))
                .isEqualTo(5);
        assertThat(database.ask("SELECT attstorage FROM pg_attribute"
                        + " WHERE attrelid = 'message_p20260301'::regclass AND attname = 'payload'"))
                .isEqualTo("e");
    }

    @Test
    void fillsTheGapsWhenTheWidthChanges() {
        ensure(0, 1);

        long made = get(partitions(Duration.ofHours(8)).ensure(DAY.minusSeconds(1), day(2)));

        assertThat(made).isEqualTo(2 * (1 + 3));
        rows.message(APP, day(1).plus(Duration.ofHours(8)));
        assertThat(rows.count("message_p20260302_0800")).isEqualTo(1);
    }

    @Test
    void letsManyNodesEnsureAtOnce() {
        Flux<Long> all =
                Flux.range(0, 6).flatMap(_ -> partitions(Duration.ofDays(1)).ensure(DAY, day(3)), 6);

        assertThat(get(all.reduce(0L, Long::sum))).isEqualTo(6);
    }

    @Test
    void attachesATableThatACrashLeftUnattached() {
        database.execute("CREATE TABLE message_p20260301 (LIKE message INCLUDING ALL)");

        assertThat(ensure(0, 1)).isEqualTo(2);

        rows.message(APP, DAY);
        assertThat(rows.count("message_p20260301")).isEqualTo(1);
    }

    @Test
    void dropsOnlyWhatEndedBefore() {
        ensure(0, 3);
        UUID kept = rows.message(APP, day(2));
        rows.message(APP, DAY);

        assertThat(drop(2)).isEqualTo(4);
        assertThat(drop(2)).isZero();

        assertThat(rows.count("message")).isEqualTo(1);
        assertThat(database.ask("SELECT id FROM message")).isEqualTo(kept.toString());
        assertThat(rows.count("pg_class WHERE relname ~ '_p2026030[12]'")).isZero();
    }

    @Test
    void dropsTablesThatACrashLeftDetached() {
        ensure(0, 2);
        database.execute("ALTER TABLE message DETACH PARTITION message_p20260301");

        assertThat(drop(1)).isEqualTo(2);

        assertThat(rows.count("pg_class WHERE relname LIKE '%_p20260301'")).isZero();
    }

    @Test
    void finishesADetachThatACrashInterrupted() throws SQLException {
        ensure(0, 2);
        leaveDetachHalfWay("message_p20260302");
        assertThat(rows.count("pg_inherits WHERE inhdetachpending")).isEqualTo(1);

        assertThat(drop(2)).isEqualTo(4);

        assertThat(rows.count("pg_inherits WHERE inhparent = 'message'::regclass"))
                .isZero();
        assertThat(rows.count("pg_class WHERE relname LIKE 'message_p%' AND relkind = 'r'"))
                .isZero();
    }

    /** A detach waits for those who use the table; ends the waiting as a crash would. */
    private void leaveDetachHalfWay(String partition) throws SQLException {
        try (Connection reader = database.jdbc()) {
            reader.setAutoCommit(false);
            reader.createStatement().execute("SELECT FROM message");
            CompletableFuture<Void> detach = CompletableFuture.runAsync(() -> {
                try (Connection detaching = database.jdbc()) {
                    detaching
                            .createStatement()
                            .execute("ALTER TABLE message DETACH PARTITION " + partition + " CONCURRENTLY");
                } catch (SQLException expected) {
                    // It is ended from outside.
                }
            });
            Awaitility.await()
                    .until(() -> rows.count("pg_inherits WHERE inhdetachpending") == 1
                            && rows.count("pg_locks WHERE NOT granted") > 0);
            database.ask("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                    + " WHERE query LIKE 'ALTER TABLE message DETACH%'");
            detach.orTimeout(10, TimeUnit.SECONDS).join();
            reader.rollback();
        }
    }

    @Test
    void waitsForAReaderWithoutStoppingWriters() throws SQLException {
        ensure(0, 2);
        CompletableFuture<@Nullable Long> dropping;
        try (Connection reader = database.jdbc()) {
            reader.setAutoCommit(false);
            reader.createStatement().execute("SELECT FROM message");
            dropping = partitions.dropBefore(day(1)).toFuture();
            Awaitility.await().until(() -> rows.count("pg_locks WHERE NOT granted") > 0);

            database.execute("SET lock_timeout = '300ms'; INSERT INTO message VALUES ('" + LedgerRows.id(day(1))
                    + "', '" + APP + "', 'shop.paid', null, '{}', '{}', '{}', null, null)");

            assertThat(dropping).isNotDone();
            reader.rollback();
        }
        assertThat(dropping.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo(2);
    }

    @Test
    void leavesTheDroppingToTheNodeThatIsAtIt() throws SQLException {
        ensure(0, 2);
        try (Connection other = database.jdbc()) {
            other.createStatement().execute("SELECT pg_advisory_lock(" + 0x706f_7374_0002L + ")");

            assertThat(drop(2)).isZero();
        }
        Awaitility.await().untilAsserted(() -> assertThat(drop(2)).isEqualTo(4));
    }

    @Test
    void endsWithARecordWhatStillWaits() {
        ensure(0, 3);
        UUID parked = rows.message(APP, DAY);
        rows.delivery(APP, parked, ENDPOINT, 0, day(9));
        UUID held = rows.message(APP, DAY);
        rows.delivery(APP, held, ENDPOINT, 1, null);
        UUID inMemory = rows.message(APP, DAY);
        rows.pending(inMemory);
        rows.attempt(APP, inMemory, ENDPOINT, day(2), 500, day(9));
        UUID untouched = rows.message(APP, day(1));
        rows.pending(untouched);
        rows.delivery(APP, untouched, ENDPOINT, 0, day(9));

        drop(1);

        Stream.of(parked, held, inMemory)
                .forEach(message -> assertThat(database.ask("SELECT state || ' ' || reason FROM delivery"
                                + " WHERE due_at IS NULL AND message_id = '" + message + "'"))
                        .isEqualTo("3 retention"));
        assertThat(database.ask("SELECT message_id FROM pending")).isEqualTo(untouched.toString());
        assertThat(database.ask("SELECT state FROM delivery WHERE message_id = '" + untouched + "'"))
                .isEqualTo("0");
    }

    @Test
    void keepsWhatSomethingStillWaitsForAndTheTimeAfterIt() {
        ensure(0, 5);
        UUID over = rows.message(APP, DAY);
        UUID waiting = rows.message(APP, day(1));
        rows.delivery(APP, waiting, ENDPOINT, 0, day(9));
        UUID later = rows.message(APP, day(2));

        assertThat(drop(4, -9)).isEqualTo(2);

        assertThat(rows.count("message WHERE id = '" + over + "'")).isZero();
        assertThat(rows.count("message WHERE id IN ('" + waiting + "', '" + later + "')"))
                .isEqualTo(2);
        assertThat(database.ask("SELECT state FROM delivery")).isEqualTo("0");

        database.execute("UPDATE delivery SET state = 2");
        assertThat(drop(4, -9)).isEqualTo(6);
    }

    @Test
    void keepsWhatIsHeldOwedOrScheduled() {
        Stream.<Consumer<UUID>>of(
                        message -> rows.delivery(APP, message, ENDPOINT, 1, null),
                        rows::pending,
                        message -> rows.run("INSERT INTO scheduled VALUES (?, now() + interval '1 day')", message))
                .forEach(wait -> {
                    ensure(0, 2);
                    UUID message = rows.message(APP, DAY);
                    wait.accept(message);

                    assertThat(drop(2, -9)).isZero();
                    assertThat(rows.count("message WHERE id = '" + message + "'"))
                            .isEqualTo(1);

                    assertThat(drop(2, 2)).isEqualTo(4);
                });
    }

    @Test
    void keepsNothingForLongerThanItMay() {
        ensure(0, 5);
        UUID waiting = rows.message(APP, DAY);
        rows.delivery(APP, waiting, ENDPOINT, 1, null);
        UUID young = rows.message(APP, day(3));
        rows.delivery(APP, young, ENDPOINT, 1, null);

        assertThat(drop(5, 2)).isEqualTo(4);

        assertThat(database.ask("SELECT state || reason FROM delivery WHERE message_id = '" + waiting + "'"))
                .isEqualTo("3retention");
        assertThat(database.ask("SELECT state FROM delivery WHERE message_id = '" + young + "'"))
                .isEqualTo("1");
        assertThat(drop(5, 2)).isEqualTo(2);
        assertThat(rows.count("message")).isEqualTo(1);
    }

    @Test
    void recordsWhatWasNeverBegunForThoseWhoWouldHaveGotIt() {
        ensure(0, 2);
        rows.run(
                "INSERT INTO application (id, organization_id, name, version, updated_at)"
                        + " SELECT ?, id, 'a', 1, now() FROM organization",
                APP);
        UUID all = endpoint("NULL", "NULL");
        UUID some = endpoint("ARRAY['shop.paid', 'x']", "NULL");
        endpoint("ARRAY['x']", "NULL");
        endpoint("NULL", "ARRAY['red']");
        UUID owed = rows.message(APP, DAY.plusSeconds(60));
        rows.pending(owed);
        UUID asleep = rows.message(APP, DAY.plusSeconds(60));
        rows.run("INSERT INTO scheduled VALUES (?, now())", asleep);
        endpoint("NULL", "NULL");

        drop(1);

        Stream.of(owed, asleep).forEach(message -> assertThat(
                        database.ask("SELECT string_agg(endpoint_id::text, ' ' ORDER BY endpoint_id)"
                                + " FROM delivery WHERE state = 3 AND reason = 'retention' AND message_id = '" + message
                                + "'"))
                .isEqualTo(all + " " + some));
        assertThat(rows.count("pending")).isZero();
        assertThat(rows.count("scheduled")).isZero();
    }

    private UUID endpoint(String types, String channels) {
        UUID id = LedgerRows.id(rows.count("pending") == 0 ? DAY : day(1));
        rows.run(
                "INSERT INTO endpoint (id, application_id, url, event_types, channels, version, updated_at)"
                        + " VALUES (?, ?, 'https://example.com', " + types + ", " + channels + ", 1, now())",
                id,
                APP);
        return id;
    }

    @Test
    void recordsNothingForPendingDeliveriesThatEnded() {
        ensure(0, 1);
        UUID message = rows.message(APP, DAY);
        rows.pending(message);
        rows.attempt(APP, message, ENDPOINT, DAY.plusSeconds(1), 500, DAY.plusSeconds(2));
        rows.attempt(APP, message, ENDPOINT, DAY.plusSeconds(2), 200, null);

        drop(1);

        assertThat(rows.count("delivery")).isZero();
        assertThat(rows.count("pending")).isZero();
    }

    @Test
    void forgetsEndedDeliveriesAndExpiredKeys() {
        ensure(0, 2);
        UUID old = rows.message(APP, DAY);
        rows.delivery(APP, old, ENDPOINT, 2, null);
        rows.delivery(APP, old, LedgerRows.id(DAY), 3, null);
        UUID young = rows.message(APP, day(1));
        rows.delivery(APP, young, ENDPOINT, 2, null);
        rows.key(UUID.randomUUID(), old, Instant.parse("2020-01-01T00:00:00Z"));
        rows.key(UUID.randomUUID(), young, Instant.parse("2999-01-01T00:00:00Z"));

        drop(1);

        assertThat(database.ask("SELECT string_agg(message_id::text, ',') FROM delivery"))
                .isEqualTo(young.toString());
        assertThat(database.ask("SELECT string_agg(message_id::text, ',') FROM message_key"))
                .isEqualTo(young.toString());
    }

    @Test
    void readsTheDatabasesOwnTime() {
        assertThat(Duration.between(get(partitions.now()), Instant.now()).abs()).isLessThan(Duration.ofMinutes(1));
    }

    private Partitions partitions(Duration width) {
        return new Partitions(database.directConnections(), width, Schedulers.parallel());
    }

    private long ensure(int fromDay, int toDay) {
        return get(partitions.ensure(day(fromDay), day(toDay)));
    }

    private long drop(int beforeDay) {
        return get(partitions.dropBefore(day(beforeDay)));
    }

    /** What waits stays unless it is from before the other day. */
    private long drop(int beforeDay, int latest) {
        return get(partitions.dropBefore(day(beforeDay), day(latest)));
    }

    private static Instant day(int number) {
        return DAY.plus(Duration.ofDays(number));
    }

    private static <T> T get(Mono<T> work) {
        return work.toFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }
}
