package io.posthorn.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.OK;

import com.standardwebhooks.Webhook;
import io.posthorn.ApiClient;
import io.posthorn.receiver.ReceivedRequest;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.r2dbc.core.DatabaseClient;
import tools.jackson.databind.JsonNode;

/** What every delivery does, whether its message was handed over in memory or claimed from the table. */
abstract class DeliveryContract {

    @LocalServerPort
    private int port;

    @Autowired
    private DatabaseClient database;

    @Autowired
    private SelfAudit audit;

    private ScriptedReceiver receiver = ScriptedReceiver.start();
    private Scene scene;

    @BeforeEach
    void begin() {
        scene = new Scene(ApiClient.of(port), database);
    }

    @AfterEach
    void nothingWasForgotten() {
        receiver.close();
        assertThat(audit.forgotten()).isZero();
    }

    @Test
    void deliversTheVeryBytesSignedForAnIndependentVerifier() throws Exception {
        receiver.respond("/hook", Script.ok());
        String endpoint = scene.endpoint(receiver.url("/hook"));
        String payload = "{ \"b\": 1.10, \"a\":\"é\\u00e9😀\",  \"n\":12345678901234567890, \"e\":1E400 }";

        JsonNode message = scene.sendEvent(payload);
        ReceivedRequest request = receiver.awaitRequests(1).getFirst();

        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.text()).isEqualTo(payload);
        assertThat(request.header("webhook-id")).isEqualTo(message.path("id").stringValue());
        for (String family : List.of("webhook", "svix")) {
            assertThatCode(() -> new Webhook(scene.secret(endpoint)).verify(request.text(), asWebhook(request, family)))
                    .doesNotThrowAnyException();
        }
        scene.awaitSettled();
        assertThat(scene.column("SELECT status || ' ' || code || ' ' || number FROM attempt WHERE " + scene.here()))
                .containsExactly("0 200 1");
    }

    private static Map<String, List<String>> asWebhook(ReceivedRequest request, String family) {
        return Map.of(
                "webhook-id", List.of(request.header(family + "-id")),
                "webhook-timestamp", List.of(request.header(family + "-timestamp")),
                "webhook-signature", List.of(request.header(family + "-signature")));
    }

    @Test
    void fansOutToThoseThatWantItAndToNobodyElse() {
        receiver.respond("/a", Script.ok()).respond("/b", Script.ok()).respond("/c", Script.ok());
        ApiClient.of(port).post("/api/v1/event-type", Map.of("name", "thing.done", "description", "d"), CREATED);
        scene.endpoint(receiver.url("/a"));
        scene.endpoint(receiver.url("/b"), Map.of("channels", List.of("blue")));
        scene.endpoint(receiver.url("/c"), Map.of("channels", List.of("red")));

        scene.send("{\"eventType\":\"thing.done\",\"channels\":[\"blue\"],\"payload\":{}}");
        receiver.awaitRequests(2);
        scene.awaitSettled();

        assertThat(receiver.requests("/a")).hasSize(1);
        assertThat(receiver.requests("/b")).hasSize(1);
        assertThat(receiver.requests("/c")).isEmpty();
    }

    @Test
    void settlesAMessageThatNobodyWants() {
        scene.sendEvent("{}");

        scene.awaitSettled();

        assertThat(scene.count("SELECT count(*) FROM message")).isPositive();
    }

    @Test
    void triesAgainUntilDeliveredUnderTheSameId() {
        receiver.respond(
                "/hook",
                Script.status(500, "not yet"),
                Script.raw("SSH-2.0-nothing\r\n").then(Script.close()),
                Script.status(302),
                Script.ok());
        scene.endpoint(receiver.url("/hook"));

        scene.sendEvent("{\"n\":1}");
        List<ReceivedRequest> requests = receiver.awaitRequests(4);
        scene.awaitSettled();

        assertThat(requests)
                .extracting(request -> request.header("webhook-id"))
                .containsOnly(requests.getFirst().header("webhook-id"));
        assertThat(scene.column("SELECT status || ' ' || code || ' ' || number FROM attempt WHERE " + scene.here()
                        + " ORDER BY id"))
                .containsExactly("2 500 1", "2 0 2", "2 302 3", "0 200 4");
        assertThat(scene.column(
                        "SELECT convert_from(response, 'UTF8') FROM attempt WHERE number = 1 AND " + scene.here()))
                .containsExactly("not yet");
    }

    @Test
    void exhaustsAfterTheLastAttemptAndSaysSo() {
        receiver.respond(
                "/hook",
                IntStream.range(0, 10).mapToObj(i -> Script.status(500)).toArray(Script[]::new));
        scene.endpoint(receiver.url("/hook"));

        scene.sendEvent("{\"n\":1}");
        receiver.awaitRequests(5);
        scene.awaitSettled();

        assertThat(receiver.requests()).hasSize(5);
        assertThat(scene.column("SELECT state || ' ' || attempts FROM delivery WHERE " + scene.here()))
                .containsExactly("2 5");
    }

    @Test
    void disablesAnEndpointThatIsGone() {
        receiver.respond("/hook", Script.status(410));
        String endpoint = scene.endpoint(receiver.url("/hook"));

        scene.sendEvent("{}");
        scene.awaitSettled();

        JsonNode shown = ApiClient.of(port).get("/api/v1/app/" + scene.app() + "/endpoint/" + endpoint, OK);
        assertThat(shown.path("disabled").booleanValue()).isTrue();
        assertThat(scene.column("SELECT state || ' ' || reason FROM delivery WHERE " + scene.here()))
                .containsExactly("3 the receiver answered 410 Gone");
        scene.sendEvent("{}");
        scene.awaitSettled();
        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void givesUpOnAnAnswerThatDoesNotComeWithinTheDeadline() {
        receiver.respond("/hook", Script.hang(), Script.ok());
        scene.endpoint(receiver.url("/hook"));

        scene.sendEvent("{}");
        receiver.awaitRequests(2);
        scene.awaitSettled();

        assertThat(scene.column("SELECT status || ' ' || code FROM attempt WHERE " + scene.here() + " ORDER BY id"))
                .containsExactly("2 0", "0 200");
        assertThat(scene.count("SELECT duration_ms FROM attempt WHERE number = 1 AND " + scene.here()))
                .isBetween(900L, 2000L);
    }

    @Test
    void parksALongWaitAndBringsItBack() {
        receiver.respond("/hook", Script.status(503, "Retry-After", "3"), Script.ok());
        scene.endpoint(receiver.url("/hook"));

        scene.sendEvent("{}");
        Scene.awaitRequests(receiver, "/hook", 2);
        scene.awaitSettled();

        List<ReceivedRequest> requests = receiver.requests("/hook");
        Duration pause = Duration.ofNanos(
                requests.get(1).arrivedNanos() - requests.get(0).arrivedNanos());
        assertThat(pause).isBetween(Duration.ofMillis(2900), Duration.ofSeconds(5));
        assertThat(scene.column("SELECT status || ' ' || number FROM attempt WHERE " + scene.here() + " ORDER BY id"))
                .containsExactly("2 1", "0 2");
    }

    @Test
    void deliversNothingBeforeItsTime() {
        receiver.respond("/hook", Script.ok());
        scene.endpoint(receiver.url("/hook"));
        Instant deliverAt = Instant.now().plusSeconds(2).truncatedTo(ChronoUnit.MILLIS);

        JsonNode message = scene.send("{\"eventType\":\"a\",\"deliverAt\":\"" + deliverAt + "\",\"payload\":{}}");
        assertThat(scene.count("SELECT count(*) FROM scheduled")).isOne();
        receiver.awaitRequests(1);

        assertThat(Instant.now()).isAfter(deliverAt);
        assertThat(Instant.parse(message.path("deliverAt").stringValue())).isEqualTo(deliverAt);
        scene.awaitSettled();
        assertThat(scene.count("SELECT count(*) FROM scheduled")).isZero();
        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void tellsNobodyOfATraceUnlessAskedTo() {
        receiver.respond("/hook", Script.ok());
        scene.endpoint(receiver.url("/hook"));

        scene.send("{\"eventType\":\"a\",\"deliverAt\":\"" + Instant.now().plusSeconds(2) + "\",\"payload\":{}}");
        String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        assertThat(scene.column(
                        "UPDATE message SET trace = '" + trace + "' WHERE " + scene.here() + " RETURNING trace"))
                .containsExactly(trace);
        receiver.awaitRequests(1);

        assertThat(receiver.requests().getFirst().headers()).doesNotContainKey("traceparent");
        scene.awaitSettled();
    }

    @Test
    void makesNoAttemptAfterTheMessageExpired() {
        receiver.respond("/hook", Script.status(503, "Retry-After", "3"), Script.ok());
        receiver.respond("/late", Script.ok());
        scene.endpoint(receiver.url("/hook"));

        scene.send("{\"eventType\":\"a\",\"expiresAt\":\"" + Instant.now().plusSeconds(2) + "\",\"payload\":{}}");
        receiver.awaitRequests(1);
        scene.awaitSettled();
        scene.send("{\"eventType\":\"a\",\"expiresAt\":\"" + Instant.now().minusSeconds(1) + "\",\"payload\":{}}");
        scene.awaitSettled();

        assertThat(receiver.requests()).hasSize(1);
        assertThat(scene.column("SELECT state || ' ' || attempts || ' ' || left(reason, 19) FROM delivery WHERE "
                        + scene.here() + " ORDER BY message_id"))
                .containsExactly("3 1 the message expired", "3 0 the message expired");
    }

    @Test
    void sendsARawPayloadAsItStandsAndAsWhatItIs() {
        receiver.respond("/hook", Script.ok());
        scene.endpoint(receiver.url("/hook"));

        JsonNode message = scene.send("""
                {"eventType":"a","payload":{},"transformationsParams":
                  {"rawPayload":"<a b=\\"é\\"/>","headers":{"content-type":"application/xml"}}}""");
        ReceivedRequest request = receiver.awaitRequests(1).getFirst();

        assertThat(request.text()).isEqualTo("<a b=\"é\"/>");
        assertThat(request.header("content-type")).isEqualTo("application/xml");
        assertThat(message.path("payload").path("rawPayload").stringValue()).isEqualTo("<a b=\"é\"/>");
        scene.awaitSettled();
    }

    @Test
    void deliversFiveHundredMessagesOnceEach() {
        receiver.respond(
                "/hook", IntStream.range(0, 500).mapToObj(i -> Script.ok()).toArray(Script[]::new));
        scene.endpoint(receiver.url("/hook"));

        IntStream.range(0, 500).forEach(i -> scene.sendEvent("{\"n\":" + i + "}"));
        receiver.awaitRequests(500);
        scene.awaitSettled();

        assertThat(receiver.requests())
                .extracting(ReceivedRequest::text)
                .doesNotHaveDuplicates()
                .hasSize(500);
        assertThat(scene.count("SELECT count(*) FROM attempt WHERE status = 0 AND " + scene.here()))
                .isEqualTo(500);
    }
}
