package io.posthorn.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class R2dbcPulseTests {

    @Test
    void saysWithinASecondThatTheServerIsAwayAndThatItIsBack() throws IOException {
        try (FaultyPostgres server = FaultyPostgres.start()) {
            R2dbcPulse pulse =
                    new R2dbcPulse(server.emptyDatabase().directConnections().open("health"));
            awaitPulse(pulse, true);

            server.suspend();
            awaitPulse(pulse, false);
            StepVerifier.create(pulse.feel()).expectError().verify(Duration.ofMillis(1500));

            server.resume();
            awaitPulse(pulse, true);

            server.kill();
            awaitPulse(pulse, false);
        }
    }

    @Test
    void asksOnceForManyAndLeavesNoConnectionBehind() {
        TestDatabase database = TestPostgres.emptyDatabase();
        AtomicInteger opened = new AtomicInteger();
        R2dbcPulse pulse = new R2dbcPulse(
                database.directConnections().open("health").doOnSubscribe(subscription -> opened.incrementAndGet()));

        Flux.range(0, 1000)
                .concatMap(i -> pulse.feel())
                .as(StepVerifier::create)
                .expectComplete()
                .verify(Duration.ofSeconds(10));

        assertThat(opened).hasValueLessThan(10);
        Awaitility.await().until(() -> database.ask("SELECT count(*) FROM pg_stat_activity"
                        + " WHERE application_name = 'posthorn health' AND datname = current_database()")
                .equals("0"));
    }

    private static void awaitPulse(R2dbcPulse pulse, boolean alive) {
        Awaitility.await()
                .until(() -> pulse.feel()
                                .thenReturn(true)
                                .onErrorReturn(false)
                                .toFuture()
                                .get()
                        == alive);
    }
}
