package io.posthorn.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class R2dbcPulseTests {

    @Test
    void saysWithinASecondThatTheServerIsAwayAndThatItIsBack() throws IOException {
        try (FaultyPostgres server = FaultyPostgres.start()) {
            R2dbcPulse pulse = new R2dbcPulse(server.emptyDatabase().directConnections());
            StepVerifier.create(pulse.feel()).verifyComplete();

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
        R2dbcPulse pulse = new R2dbcPulse(database.directConnections());

        Flux.range(0, 1000)
                .flatMap(i -> pulse.feel(), 100)
                .as(StepVerifier::create)
                .expectComplete()
                .verify(Duration.ofSeconds(10));

        Awaitility.await()
                .untilAsserted(() -> assertThat(healthConnections(database)).isZero());
        assertThat(database.ask("SELECT sessions FROM pg_stat_database WHERE datname = current_database()"))
                .satisfies(sessions -> assertThat(Integer.parseInt(sessions)).isLessThan(20));
    }

    private static int healthConnections(TestDatabase database) {
        return Integer.parseInt(
                database.ask("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'posthorn health'"
                        + " AND datname = current_database()"));
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
