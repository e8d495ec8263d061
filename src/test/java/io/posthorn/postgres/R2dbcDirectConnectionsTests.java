package io.posthorn.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class R2dbcDirectConnectionsTests {

    private static final int WAITING = 5;

    @Test
    void leavesNoConnectionBehindWhenNobodyWaitsForItAnyMore() throws IOException {
        try (FaultyPostgres server = FaultyPostgres.start()) {
            TestDatabase database = server.emptyDatabase();
            TestDatabase observer = server.emptyDatabase();
            DirectConnections connections = database.directConnections();
            server.suspend();

            Flux.range(0, WAITING)
                    .flatMap(i -> connections.open("nobody").timeout(Duration.ofMillis(300)), WAITING)
                    .as(StepVerifier::create)
                    .expectError()
                    .verify(Duration.ofSeconds(5));
            server.resume();

            Awaitility.await().untilAsserted(() -> assertThat(ask(observer, "sessions", database))
                    .isEqualTo(WAITING));
            Awaitility.await().untilAsserted(() -> assertThat(ask(observer, "numbackends", database))
                    .isZero());
        }
    }

    @Test
    void saysWhoseConnectionItIsAndSetsItNoLimits() {
        TestPostgres.freshDatabase()
                .directConnections()
                .open("heartbeat")
                .flatMap(connection -> connection
                        .createStatement("SELECT concat_ws(',', current_setting('application_name'),"
                                + " current_setting('statement_timeout'), current_setting('lock_timeout')) AS answer")
                        .execute()
                        .flatMap(result -> result.map(row -> Columns.required(row, "answer", String.class)))
                        .next()
                        .flatMap(answer -> connection.close().thenReturn(answer)))
                .as(StepVerifier::create)
                .expectNext("posthorn heartbeat,0,0")
                .verifyComplete();
    }

    private static int ask(TestDatabase observer, String figure, TestDatabase database) {
        return Integer.parseInt(
                observer.ask("SELECT " + figure + " FROM pg_stat_database WHERE datname = '" + database.name() + "'"));
    }
}
