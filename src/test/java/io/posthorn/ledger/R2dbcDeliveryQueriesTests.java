package io.posthorn.ledger;

import static io.posthorn.ledger.MessageStatus.FAIL;
import static io.posthorn.ledger.MessageStatus.PENDING;
import static io.posthorn.ledger.MessageStatus.SENDING;
import static io.posthorn.ledger.MessageStatus.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.posthorn.api.Page;
import io.posthorn.api.PageRequest;
import io.posthorn.postgres.TestDatabase;
import io.posthorn.postgres.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class R2dbcDeliveryQueriesTests {

    private static final Instant THEN = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant PAST = THEN.plusSeconds(60);
    private static final Instant FUTURE = Instant.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS);
    private static final UUID APP = LedgerRows.id(THEN);
    private static final PageRequest ALL = new PageRequest(50, null, false, false);

    private final TestDatabase database = TestPostgres.freshDatabase();
    private final LedgerRows rows = new LedgerRows(database);
    private final DeliveryQueries deliveries = new R2dbcDeliveryQueries(database.client());
    private final UUID endpoint = LedgerRows.id(THEN);

    @BeforeEach
    void makePartitions() {
        get(new Partitions(database.directConnections(), Duration.ofDays(1), Schedulers.parallel())
                .ensure(THEN, THEN.plus(Duration.ofDays(2))));
    }

    @Test
    void isDeliveredAfterASuccessWhateverCameBefore() {
        UUID message = rows.message(APP, THEN);
        rows.attempt(APP, message, endpoint, THEN, 500, PAST);
        rows.attempt(APP, message, endpoint, PAST.plus(Duration.ofDays(1)), 200, null);

        assertThat(progress(message)).isEqualTo(new DeliveryProgress(SUCCESS, null));
    }

    @Test
    void isPendingUntilItsNextAttemptAndThenSending() {
        UUID later = rows.message(APP, THEN);
        rows.attempt(APP, later, endpoint, THEN, 500, FUTURE);
        UUID now = rows.message(APP, THEN);
        rows.attempt(APP, now, endpoint, THEN, 500, PAST);

        assertThat(progress(later)).isEqualTo(new DeliveryProgress(PENDING, FUTURE));
        assertThat(progress(now)).isEqualTo(new DeliveryProgress(SENDING, PAST));
    }

    @Test
    void readsTheRowOfOneThatWaits() {
        assertThat(progress(withRow(0, FUTURE, false))).isEqualTo(new DeliveryProgress(PENDING, FUTURE));
        assertThat(progress(withRow(0, FUTURE, true))).isEqualTo(new DeliveryProgress(PENDING, FUTURE));
        assertThat(progress(withRow(0, PAST, true))).isEqualTo(new DeliveryProgress(SENDING, PAST));
        assertThat(progress(withRow(1, null, false))).isEqualTo(new DeliveryProgress(PENDING, null));
        assertThat(progress(withRow(1, null, true))).isEqualTo(new DeliveryProgress(SENDING, null));
    }

    @Test
    void hasFailedWhenItIsExhaustedOrDiscarded() {
        assertThat(Stream.of(withRow(2, null, false), withRow(3, null, false)).map(this::progress))
                .containsOnly(new DeliveryProgress(FAIL, null));
    }

    @Test
    void knowsOfEndpointsThatWereNeverTried() {
        UUID message = rows.message(APP, THEN);
        rows.delivery(APP, message, endpoint, 1, null);

        assertThat(progress(message)).isEqualTo(new DeliveryProgress(PENDING, null));
    }

    @Test
    void asksForItsTenantOnly() {
        UUID message = rows.message(APP, THEN);
        rows.attempt(APP, message, endpoint, THEN, 200, null);
        rows.delivery(APP, message, LedgerRows.id(THEN), 1, null);
        UUID other = LedgerRows.id(THEN);

        assertThat(get(deliveries.ofMessage(other, message, ALL)).data()).isEmpty();
        assertThat(get(deliveries.ofEndpoint(other, endpoint, LedgerFilter.NONE, ALL, true))
                        .data())
                .isEmpty();
    }

    @Test
    void listsEachMessageOfAnEndpointOnceHoweverManyAttemptsItHas() {
        UUID twice = rows.message(APP, THEN);
        rows.attempt(APP, twice, endpoint, THEN, 500, PAST);
        UUID once = rows.message(APP, THEN.plusSeconds(1));
        rows.attempt(APP, once, endpoint, THEN.plusSeconds(1), 200, null);
        UUID second = rows.attempt(APP, twice, endpoint, PAST, 500, FUTURE);
        database.execute("UPDATE attempt SET number = 2 WHERE id = '" + second + "'");

        assertThat(get(deliveries.ofEndpoint(APP, endpoint, LedgerFilter.NONE, ALL, true))
                        .data())
                .extracting(delivered -> delivered.message().id(), delivered -> delivered.progress())
                .containsExactly(
                        tuple(once, new DeliveryProgress(SUCCESS, null)),
                        tuple(twice, new DeliveryProgress(PENDING, FUTURE)));
    }

    @Test
    void filtersAnEndpointsMessagesByEveryStatus() {
        UUID delivered = rows.message(APP, THEN);
        rows.attempt(APP, delivered, endpoint, THEN, 200, null);
        UUID pending = rows.message(APP, THEN);
        rows.attempt(APP, pending, endpoint, THEN, 500, FUTURE);
        UUID sending = withRow(0, PAST, true);
        UUID failed = withRow(2, null, false);

        assertThat(withStatus(SUCCESS)).containsExactly(delivered);
        assertThat(withStatus(PENDING)).containsExactly(pending);
        assertThat(withStatus(SENDING)).containsExactly(sending);
        assertThat(withStatus(FAIL)).containsExactly(failed);
    }

    private List<UUID> withStatus(MessageStatus status) {
        LedgerFilter filter = new LedgerFilter(status, null, List.of(), null, null, null, null);
        return get(deliveries.ofEndpoint(APP, endpoint, filter, ALL, false)).data().stream()
                .map(delivered -> delivered.message().id())
                .toList();
    }

    private UUID withRow(int state, @Nullable Instant dueAt, boolean owned) {
        UUID message = rows.message(APP, THEN);
        rows.attempt(APP, message, endpoint, THEN, 500, null);
        rows.delivery(APP, message, endpoint, state, dueAt);
        if (owned) {
            database.execute(
                    "UPDATE delivery SET node_id = '" + UUID.randomUUID() + "' WHERE message_id = '" + message + "'");
        }
        return message;
    }

    private DeliveryProgress progress(UUID message) {
        Page<DeliveryQueries.Destination> page = get(deliveries.ofMessage(APP, message, ALL));
        assertThat(page.data())
                .extracting(DeliveryQueries.Destination::endpointId)
                .containsExactly(endpoint);
        return page.data().getFirst().progress();
    }

    private static <T> T get(Mono<T> work) {
        return work.toFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }
}
