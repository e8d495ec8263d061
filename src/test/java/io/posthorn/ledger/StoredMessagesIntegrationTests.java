package io.posthorn.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.postgres.TestDatabase;
import io.posthorn.postgres.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

/** What whoever takes a message over learns of what was done for it. */
class StoredMessagesIntegrationTests {

    private static final UUID APP = new UUID(1, 1);
    private static final UUID ENDPOINT = LedgerStand.newId();
    private static final String HELD =
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%delivery%'";

    private final TestDatabase database = TestPostgres.freshDatabase();
    private final LedgerRows rows = new LedgerRows(database);
    private final R2dbcStoredMessages stored = new R2dbcStoredMessages(database.client());

    @BeforeEach
    void makePartitions() {
        new Partitions(database.directConnections(), Duration.ofDays(1), Schedulers.parallel())
                .ensureAround(Duration.ofDays(1), Duration.ofDays(1))
                .toFuture()
                .join();
    }

    /** Read one after the other, the attempts would be those of before, and the row gone: it would go out once more. */
    @Test
    void seeADeliveryThatAnotherNodeEndsMeanwhileAsItWasOrAsItIs() throws SQLException {
        UUID message = rows.message(APP, Instant.now());
        rows.attempt(APP, message, ENDPOINT, Instant.now(), 500, Instant.now());
        rows.delivery(APP, message, ENDPOINT, 0, Instant.now());
        CompletableFuture<@Nullable List<ClaimedMessage>> loading;
        try (Connection other = database.holding("LOCK TABLE delivery IN ACCESS EXCLUSIVE MODE");
                var statement = other.createStatement()) {
            loading = stored.load(List.of(message)).collectList().toFuture();
            await().until(() -> !database.ask(HELD).equals("0"));
            rows.attempt(APP, message, ENDPOINT, Instant.now(), 200, null);
            statement.execute("DELETE FROM delivery");
            other.commit();
        }

        ClaimedMessage found = Objects.requireNonNull(
                        loading.orTimeout(30, TimeUnit.SECONDS).join())
                .getFirst();

        assertThat(found.progress().get(ENDPOINT)).isNotNull().matches(Progress::settled);
    }
}
