package io.posthorn.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.posthorn.id.IdGenerator;
import io.posthorn.postgres.DirectConnections;
import io.posthorn.postgres.TestDatabase;
import io.posthorn.postgres.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class R2dbcFiguresTests {

    private static final UUID SOMEBODY = new UUID(1, 1);
    private static final UUID SICK = new UUID(7, 7);

    private final TestDatabase database = TestPostgres.freshDatabase();
    private final DirectConnections connections = database.directConnections();
    private final R2dbcFigures figures = new R2dbcFigures(
            endpoint -> endpoint.equals(SICK) ? WaitingReason.CIRCUIT : WaitingReason.HELD,
            InstantSource.system(),
            connections.eventLoop());

    private LedgerFigures sample() {
        return figures.sample(connections).toFuture().join();
    }

    private static UUID id(Duration ago) {
        return IdGenerator.floor(Instant.now().minus(ago));
    }

    private void pending(UUID message, String owner) {
        database.ask("INSERT INTO pending VALUES ('%s', %s) RETURNING 1".formatted(message, owner));
    }

    private void delivery(UUID endpoint, int state, String dueAt) {
        database.ask("INSERT INTO delivery (message_id, endpoint_id, app_id, state, attempts, due_at)"
                + " VALUES (gen_random_uuid(), '%s', gen_random_uuid(), %d, 1, %s) RETURNING 1"
                        .formatted(endpoint, state, dueAt));
    }

    private void isSince(Duration ago) {
        assertThat(Objects.requireNonNull(sample().oldestSince()))
                .isCloseTo(Instant.now().minus(ago), within(2, ChronoUnit.SECONDS));
    }

    @Test
    void nothingWaitsInAnEmptyLedger() {
        LedgerFigures found = sample();

        assertThat(found.oldestSince()).isNull();
        assertThat(found.owned()).isZero();
        assertThat(found.waiting()).hasSize(WaitingReason.values().length).allSatisfy((_, count) -> assertThat(count)
                .isZero());
        assertThat(found.partitionsAhead()).isZero();
        assertThat(found.databaseBytes()).isPositive();
        assertThat(found.tableBytes())
                .containsOnlyKeys("message", "attempt", "pending", "delivery", "message_key", "scheduled");
    }

    @Test
    void whatANodeHasInHandDoesNotWait() {
        pending(id(Duration.ofHours(1)), "'" + SOMEBODY + "'");

        assertThat(sample().oldestSince()).isNull();
        assertThat(sample().owned()).isOne();
    }

    @Test
    void theOldestIsWhatNobodyHasTaken() {
        pending(id(Duration.ofHours(2)), "'" + SOMEBODY + "'");
        pending(id(Duration.ofMinutes(10)), "NULL");
        pending(id(Duration.ofMinutes(5)), "NULL");

        isSince(Duration.ofMinutes(10));
        assertThat(sample().waiting()).containsEntry(WaitingReason.DUE, 2L);
    }

    @Test
    void whatIsFreedIsSeenAlthoughItIsOld() {
        pending(id(Duration.ofHours(2)), "'" + SOMEBODY + "'");
        sample();
        database.ask("UPDATE pending SET node_id = NULL RETURNING 1");

        isSince(Duration.ofHours(2));
    }

    @Test
    void aDeliveryWaitsFromTheTimeItIsDue() {
        delivery(SOMEBODY, 0, "now() - interval '3 min'");
        delivery(SOMEBODY, 0, "now() + interval '3 min'");
        database.ask("INSERT INTO scheduled VALUES (gen_random_uuid(), now() - interval '7 min') RETURNING 1");

        isSince(Duration.ofMinutes(7));
        assertThat(sample().waiting())
                .containsEntry(WaitingReason.DUE, 1L)
                .containsEntry(WaitingReason.RETRY, 1L)
                .containsEntry(WaitingReason.SCHEDULED, 1L);
    }

    @Test
    void whatIsHeldWaitsForItsEndpointAndNotForUs() {
        delivery(SOMEBODY, 1, "NULL");
        delivery(SICK, 1, "NULL");
        delivery(SICK, 1, "NULL");
        delivery(SICK, 2, "NULL");

        LedgerFigures found = sample();

        assertThat(found.oldestSince()).isNull();
        assertThat(found.waiting()).containsEntry(WaitingReason.HELD, 1L).containsEntry(WaitingReason.CIRCUIT, 2L);
    }

    @Test
    void countingEnds() {
        database.ask("WITH made AS (INSERT INTO pending SELECT gen_random_uuid(), NULL FROM generate_series(1, 60000)"
                + " RETURNING 1) SELECT count(*)::text FROM made");

        assertThat(sample().waiting()).containsEntry(WaitingReason.DUE, (long) LedgerFigures.MOST_COUNTED);
    }
}
