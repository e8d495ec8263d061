package io.posthorn.replay;

import static io.posthorn.replay.ReplayScene.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpStatus.CONFLICT;
import static org.springframework.http.HttpStatus.NOT_FOUND;
import static org.springframework.http.HttpStatus.NO_CONTENT;
import static org.springframework.http.HttpStatus.OK;

import io.posthorn.PosthornTest;
import io.posthorn.pipeline.Audit;
import io.posthorn.postgres.TestDatabase;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import java.time.Instant;
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

/** What is left of an application that was deleted. */
@PosthornTest
@DirtiesContext
@TestPropertySource(
        properties = {
            "posthorn.egress.allowed-networks=127.0.0.0/8",
            "posthorn.retry.schedule=20ms",
            "posthorn.pipeline.attempt-timeout=2s",
            "posthorn.pipeline.audit-every=1s",
        })
class ErasureIntegrationTests {

    private static final String SECRETLY = "whatnobodyshallread";

    @LocalServerPort
    private int port;

    @Autowired
    private TestDatabase database;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private ErasureLifecycle erasures;

    private final ScriptedReceiver receiver = ScriptedReceiver.start();
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

    /** Delivered, failed and waiting, with secrets, headers, names, and a visitor. */
    private void fill() {
        receiver.respond("/failing", Script.status(500, SECRETLY));
        scene.api.send(HttpMethod.PATCH, scene.path, "{\"name\":\"" + SECRETLY + "\"}", OK);
        scene.endpoint(
                receiver.url("/ok"),
                Map.of("uid", SECRETLY, "description", SECRETLY, "headers", Map.of("x-theirs", SECRETLY)));
        scene.endpoint(receiver.url("/failing"), Map.of("metadata", Map.of("a", SECRETLY)));
        scene.sendMessage("{\"eventType\":\"a\",\"eventId\":\"" + SECRETLY + "\",\"payload\":{\"n\":1}}");
        scene.awaitSettled();
        scene.sendMessage("{\"eventType\":\"a\",\"deliverAt\":\""
                + Instant.now().plusSeconds(3600) + "\",\"payload\":{\"later\":1}}");
        scene.api.post("/api/v1/auth/app-portal-access/" + scene.appId, "{}", OK);
        scene.manyOldMessages(1700);
        scene.execute("INSERT INTO delivery (message_id, endpoint_id, app_id, state, attempts, due_at)"
                + " SELECT m.id, e.id, m.app_id, 0, 1, now() + interval '1 day' FROM message AS m"
                + " JOIN endpoint AS e ON e.application_id = m.app_id WHERE m.event_type = 'thing.done' AND m."
                + scene.here() + ";"
                + " INSERT INTO attempt (id, message_id, endpoint_id, app_id, event_type, url, status, code, number,"
                + " trigger, duration_ms) SELECT uuidv7(), message_id, endpoint_id, app_id, 'thing.done',"
                + " 'https://example.com', 2, 500, 1, 0, 1 FROM delivery WHERE state = 0 AND " + scene.here());
    }

    private void delete() {
        scene.api.send(HttpMethod.DELETE, scene.path, null, NO_CONTENT);
        scene.execute("UPDATE application SET deleted_at = now() - interval '3 minutes' WHERE id = '" + scene.appUuid()
                + "'");
    }

    private JsonNode task() {
        List<JsonNode> tasks =
                list(scene.api.get("/api/v1/background-task?task=application.erase&limit=250", OK)).stream()
                        .filter(task ->
                                task.path("data").path("appId").stringValue().equals(scene.appId))
                        .toList();
        assertThat(tasks).hasSize(1);
        return tasks.getFirst();
    }

    private long rows(String from) {
        return Long.parseLong(scene.ask("SELECT count(*) FROM " + from));
    }

    @Test
    void leavesNothingOfADeletedApplicationInSeveralPages() {
        fill();
        delete();

        erasures.keepUp().toFuture().join();
        JsonNode ended = scene.awaitEnd(task());

        assertThat(ended.path("status").stringValue()).isEqualTo("finished");
        assertThat(ended.path("data").path("messagesSent").intValue()).isEqualTo(1702);
        String ofApp = " WHERE " + scene.here();
        List.of("message", "attempt", "delivery")
                .forEach(table -> assertThat(rows(table + ofApp)).as(table).isZero());
        List.of("pending", "scheduled").forEach(table -> assertThat(
                        rows(table + " WHERE NOT EXISTS" + " (SELECT 1 FROM message WHERE message.id = message_id)"))
                .as(table)
                .isZero());
        String ofEndpoints =
                " WHERE endpoint_id IN (SELECT id FROM endpoint WHERE application_id = '" + scene.appUuid() + "')";
        List.of("endpoint_secret", "endpoint_health")
                .forEach(
                        table -> assertThat(rows(table + ofEndpoints)).as(table).isZero());
        assertThat(rows("access_key WHERE kind = 'portal' AND applications @> ARRAY['" + scene.appUuid() + "'::uuid]"))
                .isZero();
        assertThat(rows("endpoint WHERE application_id = '" + scene.appUuid() + "' AND (endpoint::text LIKE '%"
                        + SECRETLY + "%' OR headers IS NOT NULL OR url LIKE '%failing%')"))
                .isZero();
        assertThat(rows("application WHERE application::text LIKE '%" + SECRETLY + "%'"))
                .isZero();
        assertThat(rows("message_key WHERE NOT EXISTS (SELECT 1 FROM message WHERE id = message_id)"))
                .isLessThan(3);
        scene.api.get(scene.path, NOT_FOUND);
        scene.api.get(scene.path + "/delivery/failed", NOT_FOUND);
    }

    @Test
    void goesOnWhereAPageWasUndone() {
        fill();
        delete();
        scene.undoEverySecondPage();

        erasures.keepUp().toFuture().join();
        JsonNode ended = scene.awaitEnd(task());
        scene.undoNoMore();

        assertThat(ended.path("data").path("messagesSent").intValue()).isEqualTo(1702);
        assertThat(rows("message WHERE " + scene.here())).isZero();
    }

    @Test
    void waitsUntilNobodyHasAnythingOfItInMemory() {
        scene.api.send(HttpMethod.DELETE, scene.path, null, NO_CONTENT);

        erasures.keepUp().toFuture().join();

        assertThat(rows("background_task WHERE application_id = '" + scene.appUuid() + "'"))
                .isZero();
    }

    @Test
    void leavesOthersAlone() {
        ReplayScene other = new ReplayScene(port, database);
        other.endpoint(receiver.url("/ok"));
        other.send("{\"n\":1}");
        other.awaitSettled();
        fill();
        delete();

        erasures.keepUp().toFuture().join();
        scene.awaitEnd(task());

        assertThat(list(other.get("/delivery/delivered"))).hasSize(1);
        assertThat(list(other.get("/endpoint"))).hasSize(1);
        other.send("{\"n\":2}");
        await().atMost(ReplayScene.PATIENCE)
                .until(() -> list(other.get("/delivery/delivered")).size() == 2);
    }

    @Test
    void cannotBeStopped() {
        fill();
        delete();
        scene.execute(
                "CREATE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                        + " RAISE EXCEPTION 'not yet'; END $$;"
                        + " CREATE TRIGGER never BEFORE UPDATE OF reached ON background_task FOR EACH ROW EXECUTE FUNCTION never()");
        erasures.keepUp().toFuture().join();

        String id = task().path("id").stringValue();
        scene.api.send(HttpMethod.POST, "/api/v1/background-task/" + id + "/cancel", null, CONFLICT);

        scene.execute("DROP TRIGGER never ON background_task; DROP FUNCTION never");
        scene.awaitEnd(task());
    }
}
