package io.posthorn.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.postgres.TestDatabase;
import io.posthorn.postgres.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A delivery that was asked for anew while an older request for it was in some node's memory. */
class RoundsIntegrationTests {

    private static final UUID APP = new UUID(1, 1);
    private static final UUID ENDPOINT = LedgerStand.newId();

    private final TestDatabase database = TestPostgres.freshDatabase();
    private final LedgerStand stand = new LedgerStand(database);
    private final LedgerRows rows = new LedgerRows(database);
    private final Redeliveries redeliveries =
            new R2dbcRedeliveries(database.client(), new StaticListableBeanFactory().getBeanProvider(Custodian.class));
    private final Claims claims = new R2dbcClaims(database.client(), () -> stand.node);
    private UUID message = new UUID(0, 0);

    @BeforeEach
    void accept() {
        get(new Partitions(database.directConnections(), Duration.ofDays(1), Schedulers.parallel())
                .ensureAround(Duration.ofDays(1), Duration.ofDays(1)));
        message = rows.message(APP, Instant.now());
    }

    @AfterEach
    void close() {
        stand.close();
    }

    private static <T> T get(Mono<T> work) {
        return work.toFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }

    private boolean resend() {
        return get(redeliveries.resend(APP, message, ENDPOINT));
    }

    private ClaimedDelivery claim() {
        return get(claims.claimDue(Instant.now().plusSeconds(60), 10).single());
    }

    private void record(Disposition disposition, int attempts, Round round) {
        get(stand.recorder.record(
                stand.node,
                new Outcome.OfDelivery(
                        message, ENDPOINT, APP, "shop.paid", null, disposition, attempts, round, null, true, null)));
    }

    private String row() {
        return database.ask("SELECT string_agg(state || ' ' || attempts || ' ' || base || ' '"
                + " || (node_id IS NOT NULL), ',') FROM delivery");
    }

    @Test
    void isNotEndedByTheSuccessOfAnOlderRequest() {
        rows.delivery(APP, message, ENDPOINT, 0, Instant.now().minusSeconds(1));
        ClaimedDelivery older = claim();
        resend();

        record(new Disposition.Delivered(), 2, older.round());

        assertThat(row()).isEqualTo("0 2 2 false");
        assertThat(claim().round().number()).isPositive();
    }

    @Test
    void isNotMovedByAnOlderRequestThatFails() {
        rows.delivery(APP, message, ENDPOINT, 0, Instant.now().minusSeconds(1));
        ClaimedDelivery older = claim();
        resend();
        ClaimedDelivery newer = claim();

        record(new Disposition.Exhausted(), 2, older.round());
        record(new Disposition.Parked(Instant.now().plusSeconds(600)), 2, older.round());
        assertThat(row()).isEqualTo("0 2 2 true");

        record(new Disposition.Delivered(), 3, newer.round());
        assertThat(database.ask("SELECT count(*) FROM delivery")).isEqualTo("0");
    }

    @Test
    void countsAttemptsOnAndItsScheduleAnew() {
        rows.attempt(APP, message, ENDPOINT, Instant.now(), 500, null);
        rows.delivery(APP, message, ENDPOINT, 2, null);

        resend();
        ClaimedDelivery claimed = claim();

        assertThat(claimed.attempts()).isEqualTo(1);
        assertThat(claimed.round().base()).isEqualTo(1);
        assertThat(claimed.round().isManual()).isTrue();
    }

    @Test
    void isNewerEachTime() {
        resend();
        long first = claim().round().number();
        resend();
        long second = claim().round().number();

        assertThat(second).isGreaterThan(first);
        assertThat(database.ask("SELECT count(*) FROM delivery")).isEqualTo("1");
    }

    @Test
    void isNotMadeForAMessageWhoseContentIsGone() {
        database.execute("UPDATE message SET payload = NULL");

        assertThat(resend()).isFalse();
        assertThat(database.ask("SELECT count(*) FROM delivery")).isEqualTo("0");
    }

    @Test
    void isNotFreedAsWhatAnOlderRequestForgot() {
        rows.delivery(APP, message, ENDPOINT, 0, Instant.now().minusSeconds(1));
        DeliveryKey older = new DeliveryKey(message, ENDPOINT, claim().round().number());
        resend();
        claim();

        assertThat(get(claims.free(List.of(older)))).isZero();
        assertThat(row()).endsWith("true");
    }
}
