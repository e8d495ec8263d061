package io.posthorn.replay;

import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpStatus.ACCEPTED;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.OK;

import io.posthorn.ApiClient;
import io.posthorn.id.IdKind;
import io.posthorn.postgres.TestDatabase;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.JsonNode;

/** An application driven through the API, and a look into the tables behind it. */
final class ReplayScene {

    static final Duration PATIENCE = Duration.ofSeconds(20);

    final ApiClient api;
    final String path;
    final String appId;
    private final TestDatabase database;

    ReplayScene(int port, TestDatabase database) {
        this.api = ApiClient.of(port);
        this.database = database;
        this.appId = api.post("/api/v1/app", Map.of("name", "Replay"), CREATED)
                .path("id")
                .stringValue();
        this.path = "/api/v1/app/" + appId;
    }

    String endpoint(String url) {
        return endpoint(url, Map.of());
    }

    String endpoint(String url, Map<String, ?> more) {
        Map<String, Object> body = new HashMap<>(more);
        body.put("url", url);
        return api.post(path + "/endpoint", body, CREATED).path("id").stringValue();
    }

    void patch(String endpoint, String body) {
        api.send(HttpMethod.PATCH, path + "/endpoint/" + endpoint, body, OK);
    }

    String send(String payload) {
        return sendMessage("{\"eventType\":\"thing.done\",\"payload\":" + payload + "}");
    }

    String sendMessage(String body) {
        return api.post(path + "/msg", body, ACCEPTED).path("id").stringValue();
    }

    JsonNode get(String below) {
        return api.get(path + below, OK);
    }

    JsonNode post(String below, Map<String, ?> body, HttpStatus expected) {
        return api.post(path + below, body, expected);
    }

    void resend(String message, String endpoint) {
        api.send(HttpMethod.POST, path + "/msg/" + message + "/endpoint/" + endpoint + "/resend", null, ACCEPTED);
    }

    JsonNode task(String id) {
        return api.get("/api/v1/background-task/" + id, OK);
    }

    /** The task once it does not run any more. */
    JsonNode awaitEnd(JsonNode task) {
        String id = task.path("id").stringValue();
        await().atMost(PATIENCE)
                .until(() -> !task(id).path("status").stringValue().equals("running"));
        return task(id);
    }

    void awaitSettled() {
        await().atMost(PATIENCE)
                .until(() -> database.ask("SELECT (SELECT count(*) FROM pending JOIN message ON message_id = id WHERE "
                                + here() + ") + (SELECT count(*) FROM delivery WHERE state < 2 AND " + here() + ")")
                        .equals("0"));
    }

    /** The application's identifier as tables have it. */
    String appUuid() {
        return IdKind.APPLICATION.parse(appId).orElseThrow().toString();
    }

    /** A condition on rows that are of this scene. */
    String here() {
        return "app_id = '" + appUuid() + "'";
    }

    /** Accepted a minute ago by a node that is no more, and delivered to nobody. */
    void manyOldMessages(int count) {
        execute("INSERT INTO message (id, app_id, event_type, channels, tags, payload)"
                + " SELECT uuidv7(interval '-1 minute' + n * interval '1 millisecond'), '" + appUuid()
                + "', 'thing.done', '{}', '{}', '{}'::bytea FROM generate_series(1, " + count + ") AS n");
    }

    /** From now on every second page of a task fails at its very end, as if the node had died: all of it is undone. */
    void undoEverySecondPage() {
        execute(
                "CREATE SEQUENCE pages; CREATE FUNCTION undo() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                        + " IF nextval('pages') % 2 = 1 THEN RAISE EXCEPTION 'undone'; END IF; RETURN new; END $$;"
                        + " CREATE TRIGGER undo BEFORE UPDATE OF reached ON background_task FOR EACH ROW EXECUTE FUNCTION undo()");
    }

    void undoNoMore() {
        execute("DROP TRIGGER undo ON background_task; DROP FUNCTION undo; DROP SEQUENCE pages");
    }

    String ask(String sql) {
        return database.ask(sql);
    }

    void execute(String sql) {
        database.execute(sql);
    }

    List<JsonNode> attempts(String message) {
        return list(get("/attempt/msg/" + message));
    }

    static List<JsonNode> list(JsonNode page) {
        return StreamSupport.stream(page.path("data").spliterator(), false).toList();
    }
}
