package io.posthorn.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpStatus.ACCEPTED;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.NO_CONTENT;
import static org.springframework.http.HttpStatus.UNPROCESSABLE_CONTENT;

import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import io.posthorn.id.IdKind;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** What was called off is not attempted, wherever it waits; what is asked for again is. */
@PosthornTest
@DirtiesContext
@TestPropertySource(properties = "posthorn.egress.allowed-networks=127.0.0.0/8")
class CancelIntegrationTests {

    @LocalServerPort
    private int port;

    @Autowired
    private DatabaseClient database;

    private final ScriptedReceiver receiver = ScriptedReceiver.start();
    private ApiClient api = ApiClient.of(0);
    private String app = "";
    private String endpoint = "";

    @BeforeEach
    void makeAnEndpoint() {
        api = ApiClient.of(port);
        app = "/api/v1/app/"
                + api.post("/api/v1/app", Map.of("name", "Cancel"), CREATED)
                        .path("id")
                        .stringValue();
        endpoint = api.post(app + "/endpoint", Map.of("url", receiver.url("/hook")), CREATED)
                .path("id")
                .stringValue();
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    private String send(Map<String, ?> terms) {
        Map<String, Object> body = new HashMap<>(terms);
        body.put("eventType", "a");
        body.put("payload", Map.of());
        return api.post(app + "/msg", body, ACCEPTED).path("id").stringValue();
    }

    private void cancel(Instant before) {
        api.post(
                app + "/endpoint/" + endpoint + "/cancel-msgs", Map.of("createdBefore", before.toString()), NO_CONTENT);
    }

    private List<String> rows() {
        return database.sql("SELECT state || ' ' || coalesce(reason, '') FROM delivery WHERE endpoint_id = '"
                        + IdKind.ENDPOINT.parse(endpoint).orElseThrow() + "'")
                .map(row -> String.valueOf(row.get(0)))
                .all()
                .collectList()
                .toFuture()
                .join();
    }

    @Test
    void endsWhatWaitsInTheTables() {
        receiver.respond("/hook", Script.status(503, "Retry-After", "600"));
        send(Map.of());
        await().atMost(Duration.ofSeconds(10)).until(() -> rows().equals(List.of("0 ")));

        cancel(Instant.now());

        assertThat(rows()).containsExactly("3 cancelled before it was delivered");
    }

    @Test
    void endsWhatIsStillToComeAndSendsWhatIsAskedForAgain() {
        receiver.respond("/hook", Script.ok());
        String message = send(Map.of("deliverAt", Instant.now().plusSeconds(3).toString()));
        cancel(Instant.now());

        await().atMost(Duration.ofSeconds(10))
                .until(() -> rows().equals(List.of("3 cancelled before it was delivered")));
        assertThat(receiver.requests()).isEmpty();
        api.send(HttpMethod.POST, app + "/msg/" + message + "/endpoint/" + endpoint + "/resend", null, ACCEPTED);
        receiver.awaitRequests(1);
        send(Map.of());
        receiver.awaitRequests(2);
    }

    @Test
    void doesNotCallOffWhatIsToCome() {
        api.post(
                app + "/endpoint/" + endpoint + "/cancel-msgs",
                Map.of("createdBefore", Instant.now().plusSeconds(60).toString()),
                UNPROCESSABLE_CONTENT);
        api.post(app + "/endpoint/" + endpoint + "/cancel-msgs", Map.of(), UNPROCESSABLE_CONTENT);
    }

    @Test
    void notesHowLongASenderWantsAPayloadKept() {
        String message = send(Map.of("payloadRetentionHours", 2));
        send(Map.of("payloadRetentionPeriod", 90));

        assertThat(database.sql("SELECT round(extract(epoch FROM expunge_at - now()) / 3600) FROM message WHERE id = '"
                                + IdKind.MESSAGE.parse(message).orElseThrow() + "'")
                        .map(row -> String.valueOf(row.get(0)))
                        .one()
                        .toFuture()
                        .join())
                .isEqualTo("2");
        api.post(
                app + "/msg",
                Map.of("eventType", "a", "payload", Map.of(), "payloadRetentionHours", 2, "payloadRetentionPeriod", 5),
                UNPROCESSABLE_CONTENT);
    }
}
