package io.posthorn.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.crash.Fleet.Node;
import io.posthorn.postgres.FreshDatabaseInitializer;
import io.posthorn.process.ProcessTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The database goes away under load, in every way, and comes back; nobody restarts anything. */
@ProcessTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseAwayIntegrationTests {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration DEADLINE = Duration.ofSeconds(3);
    private static final Duration SLACK = Duration.ofSeconds(6);

    private Fleet fleet;
    private Node node;
    private int letters;

    @BeforeAll
    void open(@TempDir Path directory) {
        fleet = Fleet.open(
                directory,
                "database-away",
                (name, process) -> process.with("POSTHORN_INGEST_ACKNOWLEDGEWITHIN", DEADLINE.toMillis() + "ms"),
                "alone");
        node = fleet.node(0);
        node.api().post("/api/v1/app", Map.of("name", "Nobody", "uid", "nobody"));
    }

    @AfterAll
    void close() {
        fleet.close();
    }

    /** How a database is away. */
    enum Away {
        /** Packets vanish. */
        SWALLOWED {
            @Override
            void begin(Fleet fleet) {
                fleet.node(0).link().swallow(true);
            }

            @Override
            void end(Fleet fleet) {
                fleet.node(0).link().heal();
            }
        },
        /** Connections are broken and turned away. */
        REFUSED {
            @Override
            void begin(Fleet fleet) {
                fleet.node(0).link().refuse(true);
            }

            @Override
            void end(Fleet fleet) {
                fleet.node(0).link().heal();
            }
        },
        /** The server crashed. */
        STOPPED {
            @Override
            void begin(Fleet fleet) {
                fleet.server().stopImmediately();
            }

            @Override
            void end(Fleet fleet) {
                fleet.server().restart();
            }
        },
        /** The server stands still. */
        FROZEN {
            @Override
            void begin(Fleet fleet) {
                fleet.server().suspend();
            }

            @Override
            void end(Fleet fleet) {
                fleet.server().resume();
            }
        };

        abstract void begin(Fleet fleet);

        abstract void end(Fleet fleet);
    }

    @ParameterizedTest
    @EnumSource
    void isAnsweredAndOutlived(Away away) throws IOException, InterruptedException {
        letters += 100_000;
        long before = fleet.events().size();
        try (Sender sender = fleet.sender(letters)) {
            sender.beginAt(letters, 20);
            Awaitility.await().until(() -> fleet.events().size() > before + 100);
            away.begin(fleet);
            try {
                assertThatPostsAreTurnedAwayInTime();
                assertThat(status("/api/v1/health")).isEqualTo(503);
                assertThat(status("/api/v1/health/live")).isEqualTo(204);
                assertThatPostsAreTurnedAwayInTime();
            } finally {
                away.end(fleet);
            }

            Awaitility.await("health").atMost(Duration.ofSeconds(60)).until(() -> status("/api/v1/health") == 204);
            Awaitility.await("an answer").atMost(Duration.ofSeconds(60)).until(() -> post().statusCode() == 202);
            // A session that was cut off may lie about in the server for a while beside the new one.
            Awaitility.await("that it listens again")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> fleet.database()
                            .ask("SELECT count(*) > 0 FROM pg_stat_activity WHERE application_name = 'posthorn config'")
                            .equals("t"));
            Evidence evidence = fleet.quiesce(sender);
            Checker.check(evidence).assertNone();
        }
        assertThat(node.process().isAlive()).isTrue();
    }

    private void assertThatPostsAreTurnedAwayInTime() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        HttpResponse<String> answer = post();

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(DEADLINE.plus(SLACK));
    }

    /** To an application that has no endpoints, so that nobody counts it. */
    private HttpResponse<String> post() throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(node.process().baseUrl() + "/api/v1/app/nobody/msg"))
                        .timeout(Duration.ofSeconds(20))
                        .header("authorization", "Bearer " + FreshDatabaseInitializer.ADMIN_KEY)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"eventType\":\"a\",\"payload\":{}}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private int status(String path) throws IOException, InterruptedException {
        return HTTP.send(
                        HttpRequest.newBuilder(URI.create(node.process().baseUrl() + path))
                                .timeout(Duration.ofSeconds(5))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
