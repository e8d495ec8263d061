package io.posthorn.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.ApiClient;
import io.posthorn.postgres.FreshDatabaseInitializer;
import io.posthorn.postgres.TestDatabase;
import io.posthorn.postgres.TestPostgres;
import io.posthorn.postgres.WireTap;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What one delivered message costs: every statement on the wire, and every row it leaves. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ActiveProfiles("server")
@DirtiesContext
class HappyPathIntegrationTests {

    private static final int WAITING = 100;

    /** What the HTTP client makes for each request. */
    private static final String REQUEST = "reactor.netty.http.client.HttpClientConnect$HttpClientHandler";

    private static final TestDatabase DATABASE = TestPostgres.freshDatabase();
    private static final WireTap TAP = WireTap.before(DATABASE);

    @LocalServerPort
    private int port;

    @Autowired
    private DatabaseClient client;

    @DynamicPropertySource
    static void throughTheTap(DynamicPropertyRegistry registry) {
        registry.add("spring.r2dbc.url", TAP.database()::r2dbcUrl);
        registry.add("spring.r2dbc.username", DATABASE::user);
        registry.add("spring.r2dbc.password", DATABASE::password);
        registry.add("posthorn.egress.allowed-networks", () -> "127.0.0.0/8");
        registry.add("posthorn.admin-key", () -> FreshDatabaseInitializer.ADMIN_KEY);
        registry.add("posthorn.master-keys", () -> FreshDatabaseInitializer.MASTER_KEYS);
    }

    @Test
    void keepsNothingOfARequestWhoseOutcomeWaitsForTheDatabase() throws SQLException, JMException {
        try (ScriptedReceiver receiver = ScriptedReceiver.start().respond("/hook", Script.ok());
                Connection table = DATABASE.holding("LOCK TABLE attempt IN ACCESS EXCLUSIVE MODE")) {
            Scene scene = new Scene(ApiClient.of(port), client);
            scene.endpoint(receiver.url("/hook"));
            IntStream.range(0, WAITING).forEach(i -> scene.sendEvent("{\"n\":" + i + "}"));
            receiver.awaitRequests(WAITING);

            await().atMost(Duration.ofSeconds(20)).until(() -> live(REQUEST) < WAITING / 4);
            assertThat(live("io.posthorn.pipeline.Ticket")).as("what waits").isGreaterThanOrEqualTo(WAITING);
            table.rollback();
            scene.awaitSettled();
        }
    }

    /** How many objects of the class something in this JVM still refers to. */
    private static int live(String className) throws JMException {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        return histogram
                .lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns.length >= 4 && columns[3].equals(className))
                .mapToInt(columns -> Integer.parseInt(columns[1]))
                .sum();
    }

    @Test
    void deliversAMessageInTwoTransactionsOfTwoRoundTrips() {
        try (ScriptedReceiver receiver = ScriptedReceiver.start().respond("/hook", Script.ok(), Script.ok())) {
            Scene scene = new Scene(ApiClient.of(port), client);
            scene.endpoint(receiver.url("/hook"));
            scene.sendEvent("{\"warm\":\"up\"}");
            scene.awaitSettled();
            TAP.forget();

            scene.sendEvent("{\"n\":1}");
            receiver.awaitRequests(2);
            scene.awaitSettled();

            assertThat(heads("posthorn append"))
                    .containsExactly("BEGIN", "SELECT version", "COPY message", "COPY pending", "COMMIT");
            assertThat(heads("posthorn outcome"))
                    .containsExactly("BEGIN", "SELECT version", "COPY attempt", "DELETE FROM", "COMMIT");
            assertThat(TAP.bursts("posthorn append")).isEqualTo(2);
            assertThat(TAP.bursts("posthorn outcome")).isEqualTo(2);
            assertThat(scene.count("SELECT count(*) FROM message")).isEqualTo(2);
            assertThat(scene.count("SELECT count(*) FROM attempt")).isEqualTo(2);
            assertThat(scene.count("SELECT count(*) FROM pending")).isZero();
            assertThat(scene.count("SELECT count(*) FROM delivery")).isZero();
            assertThat(scene.count("SELECT count(*) FROM message_key")).isZero();
        }
    }

    /** The first two words of each statement; one query of several statements counts as several. */
    private static List<String> heads(String sender) {
        return TAP.statements(sender).stream()
                .flatMap(sql -> Stream.of(sql.split(";")))
                .map(String::strip)
                .map(sql ->
                        String.join(" ", Stream.of(sql.split("\\s+")).limit(2).toList()))
                .toList();
    }
}
