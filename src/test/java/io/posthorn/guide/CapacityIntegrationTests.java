package io.posthorn.guide;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpStatus.ACCEPTED;
import static org.springframework.http.HttpStatus.CREATED;

import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import io.posthorn.postgres.TestDatabase;
import io.posthorn.receiver.ScriptedReceiver;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** The room that rows take in docs/operations.md is the room they take, in tables that have none to spare at first. */
@PosthornTest
@DirtiesContext
@TestPropertySource(properties = {"posthorn.egress.allowed-networks=127.0.0.0/8", "an-application-for=sizes"})
class CapacityIntegrationTests {

    private static final int BATCHES = 6;
    private static final int BATCH = 1000;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @LocalServerPort
    private int port;

    @Autowired
    private TestDatabase database;

    private final ScriptedReceiver customer = ScriptedReceiver.start();

    @AfterEach
    void close() {
        customer.close();
    }

    @Test
    void rowsTakeTheRoomThatThePageSays() {
        Room small = delivered(500);
        Room large = delivered(5000);

        System.out.println("room: " + small + ", " + large);
        assertThat(small.message()).isCloseTo(said("a message with 500 bytes of payload"), withinPercentage(10));
        assertThat(large.message()).isCloseTo(said("a message with 5,000 bytes of payload"), withinPercentage(10));
        assertThat(small.key()).isCloseTo(said("an `eventId` or `Idempotency-Key`"), withinPercentage(15));
        // PostgreSQL takes room for many rows ahead when several connections write.
        assertThat(small.attempt()).isCloseTo(said("an attempt"), withinPercentage(20));
    }

    /** What messages with this payload, an eventId and one attempt each took, in bytes for each. */
    private Room delivered(int payloadBytes) {
        String app = "/api/v1/app/" + endpoint();
        double message = size("message");
        double attempt = size("attempt");
        double key = size("message_key");
        for (int batch = 0; batch < BATCHES; batch++) {
            ApiClient.of(port).post(app + "/msg/batch", batch(payloadBytes, batch), ACCEPTED);
        }
        int all = BATCHES * BATCH;
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> database.ask("SELECT count(*) FROM pending").equals("0"));
        return new Room(
                (size("message") - message) / all,
                (size("attempt") - attempt) / all,
                (size("message_key") - key) / all);
    }

    private String endpoint() {
        String uid = UUID.randomUUID().toString();
        ApiClient api = ApiClient.of(port);
        api.post("/api/v1/app", Map.of("name", "Measured", "uid", uid), CREATED);
        api.post("/api/v1/app/" + uid + "/endpoint", Map.of("url", customer.url("/webhooks/posthorn")), CREATED);
        return uid;
    }

    private static String batch(int payloadBytes, int number) {
        String payload = "{\"text\": \"" + "x".repeat(payloadBytes - "{\"text\": \"\"}".length()) + "\"}";
        return IntStream.range(0, BATCH)
                .mapToObj(i -> "{\"eventType\": \"invoice.paid\", \"eventId\": \"invoice-" + (number * BATCH + i)
                        + "\", \"payload\": " + payload + "}")
                .collect(joining(",", "[", "]"));
    }

    /** Of a table with its partitions, indexes and what lies beside it, in bytes. */
    private double size(String table) {
        return Double.parseDouble(database.ask("SELECT coalesce(sum(pg_total_relation_size(relid)),"
                + " pg_total_relation_size('" + table + "')) FROM pg_partition_tree('" + table + "')"));
    }

    private static double said(String what) {
        Pattern row = Pattern.compile("\\| " + Pattern.quote(what) + " \\| ([0-9,]+) bytes \\|.*");
        return Page.of("operations.md").lines().stream()
                .map(row::matcher)
                .filter(Matcher::matches)
                .mapToDouble(found -> Double.parseDouble(found.group(1).replace(",", "")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("docs/operations.md has no row for " + what));
    }

    private record Room(double message, double attempt, double key) {}
}
