package io.posthorn.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpStatus.NOT_FOUND;
import static org.springframework.http.HttpStatus.NO_CONTENT;
import static org.springframework.http.HttpStatus.OK;

import io.posthorn.PosthornTest;
import io.posthorn.id.IdKind;
import io.posthorn.pipeline.Audit;
import io.posthorn.postgres.TestDatabase;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

@PosthornTest
@DirtiesContext
@TestPropertySource(
        properties = {
            "posthorn.egress.allowed-networks=127.0.0.0/8",
            "posthorn.retry.schedule=3s,3s",
            "posthorn.pipeline.attempt-timeout=2s",
            "posthorn.pipeline.audit-every=1s",
            "posthorn.ledger.expunge-every=200ms",
        })
class ExpungeIntegrationTests {

    @LocalServerPort
    private int port;

    @Autowired
    private TestDatabase database;

    @Autowired
    private ApplicationContext context;

    private ScriptedReceiver receiver = ScriptedReceiver.start();
    private ReplayScene scene;

    @BeforeEach
    void begin() {
        scene = new ReplayScene(port, database);
    }

    @AfterEach
    void nothingWasForgotten() {
        receiver.close();
        assertThat(Audit.forgotten(context)).isZero();
    }

    private void delete(String below) {
        scene.api.send(HttpMethod.DELETE, scene.path + below, null, NO_CONTENT);
    }

    @Test
    void doesNotSendWhatWaitsInMemoryOfAnExpungedMessage() {
        receiver.respond("/hook", Script.status(500), Script.ok());
        scene.endpoint(receiver.url("/hook"));
        String message = scene.send("{\"secret\":1}");
        await().until(() -> scene.attempts(message).size() == 1);

        delete("/msg/" + message + "/content");
        scene.awaitSettled();

        assertThat(receiver.requests()).hasSize(1);
        assertThat(scene.get("/msg/" + message).path("payload").toString()).isEqualTo("{\"expired\":true}");
        assertThat(scene.ask("SELECT state || ' ' || reason FROM delivery WHERE " + scene.here()))
                .isEqualTo("3 the content of the message was expunged");
        assertThat(scene.get("/msg/" + message + "/endpoint")
                        .path("data")
                        .get(0)
                        .path("statusText")
                        .stringValue())
                .isEqualTo("fail");
    }

    @Test
    void doesNotSendWhatAnotherNodeTookBack() {
        receiver.respond("/hook", Script.status(500), Script.ok());
        scene.endpoint(receiver.url("/hook"));
        String message = scene.send("{\"secret\":1}");
        await().until(() -> scene.attempts(message).size() == 1);

        // As another node does it: this one is not told, it reads.
        String id = IdKind.MESSAGE.parse(message).orElseThrow().toString();
        scene.execute("UPDATE message SET payload = NULL WHERE id = '" + id + "'");
        scene.execute("INSERT INTO recalled VALUES ('" + id + "', now())");
        scene.awaitSettled();

        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void discardsWhatIsParked() {
        receiver.respond("/hook", Script.status(503, "Retry-After", "300"), Script.ok());
        scene.endpoint(receiver.url("/hook"));
        String message = scene.send("{}");
        await().until(() -> scene.ask("SELECT count(*) FROM delivery WHERE state = 0 AND " + scene.here())
                .equals("1"));

        delete("/msg/" + message + "/content");

        assertThat(scene.ask("SELECT state || ' ' || reason FROM delivery WHERE " + scene.here()))
                .isEqualTo("3 the content of the message was expunged");
        scene.awaitSettled();
    }

    @Test
    void expungesManyByIdOrEventId() {
        String one = scene.send("{}");
        scene.sendMessage("{\"eventType\":\"a\",\"eventId\":\"mine\",\"payload\":{}}");
        scene.awaitSettled();
        ReplayScene other = new ReplayScene(port, database);
        String theirs = other.send("{\"n\":1}");

        JsonNode results = scene.post("/msg/bulk-expunge", Map.of("ids", List.of(one, "mine", theirs, "none")), OK)
                .path("results");

        assertThat(results.path(one).stringValue()).isEqualTo("expunged");
        assertThat(results.path("mine").stringValue()).isEqualTo("expunged");
        assertThat(results.path(theirs).stringValue()).isEqualTo("not-found");
        assertThat(results.path("none").stringValue()).isEqualTo("not-found");
        assertThat(scene.get("/msg/mine").path("payload").toString()).isEqualTo("{\"expired\":true}");
        assertThat(other.get("/msg/" + theirs).path("payload").toString()).isEqualTo("{\"n\":1}");
    }

    @Test
    void removesAResponseAndKeepsTheAttempt() {
        receiver.respond("/hook", Script.status(200, "their secret"));
        scene.endpoint(receiver.url("/hook"));
        String message = scene.send("{}");
        scene.awaitSettled();
        await().until(() -> scene.attempts(message).size() == 1);
        String attempt = scene.attempts(message).getFirst().path("id").stringValue();

        delete("/msg/" + message + "/attempt/" + attempt + "/content");

        JsonNode shown = scene.get("/msg/" + message + "/attempt/" + attempt);
        assertThat(shown.path("response").stringValue()).isEqualTo("EXPUNGED");
        assertThat(shown.path("responseStatusCode").intValue()).isEqualTo(200);
        scene.api.send(HttpMethod.DELETE, scene.path + "/msg/" + message + "/attempt/nothing/content", null, NOT_FOUND);
    }

    @Test
    void expungesPayloadsWhoseOwnTimeHasCome() {
        String due = scene.send("{}");
        String later = scene.send("{}");
        scene.awaitSettled();
        expungeAt(due, "now() - interval '1 minute'");
        expungeAt(later, "now() + interval '1 day'");

        await().until(() -> scene.get("/msg/" + due).path("payload").has("expired"));

        assertThat(scene.get("/msg/" + later).path("payload").toString()).isEqualTo("{}");
    }

    private void expungeAt(String message, String when) {
        scene.execute("UPDATE message SET expunge_at = " + when + " WHERE id = '"
                + IdKind.MESSAGE.parse(message).orElseThrow() + "'");
    }
}
