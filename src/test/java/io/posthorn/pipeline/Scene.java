package io.posthorn.pipeline;

import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpStatus.ACCEPTED;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.OK;

import io.posthorn.ApiClient;
import io.posthorn.id.IdKind;
import io.posthorn.receiver.ScriptedReceiver;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.r2dbc.core.DatabaseClient;
import tools.jackson.databind.JsonNode;

/** One application with its endpoints, driven through the API, and a look into the tables behind it. */
final class Scene {

    private final ApiClient api;
    private final DatabaseClient database;
    private final String app;

    Scene(ApiClient api, DatabaseClient database) {
        this.api = api;
        this.database = database;
        this.app = api.post("/api/v1/app", Map.of("name", "Scene"), CREATED)
                .path("id")
                .stringValue();
    }

    /** A condition on rows that are of this scene. */
    String here() {
        return "app_id = '" + IdKind.APPLICATION.parse(app).orElseThrow() + "'";
    }

    String app() {
        return app;
    }

    /** The endpoint's identifier. */
    String endpoint(String url) {
        return endpoint(url, Map.of());
    }

    String endpoint(String url, Map<String, ?> more) {
        Map<String, Object> body = new HashMap<>(more);
        body.put("url", url);
        return api.post("/api/v1/app/" + app + "/endpoint", body, CREATED)
                .path("id")
                .stringValue();
    }

    String secret(String endpoint) {
        return api.get("/api/v1/app/" + app + "/endpoint/" + endpoint + "/secret", OK)
                .path("key")
                .stringValue();
    }

    JsonNode send(String body) {
        return api.post("/api/v1/app/" + app + "/msg", body, ACCEPTED);
    }

    JsonNode sendEvent(String payload) {
        return send("{\"eventType\":\"thing.done\",\"payload\":" + payload + "}");
    }

    /** Waits until nothing is owed any more: no pending row, no delivery waiting. */
    void awaitSettled() {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> count("SELECT count(*) FROM pending") == 0
                        && count("SELECT count(*) FROM delivery WHERE state < 2") == 0);
    }

    long count(String sql) {
        return Long.parseLong(column(sql).getFirst());
    }

    /** Column values as text, in the query's order. */
    List<String> column(String sql) {
        return database.sql(sql)
                .map(row -> String.valueOf(row.get(0)))
                .all()
                .collectList()
                .toFuture()
                .join();
    }

    static void awaitRequests(ScriptedReceiver receiver, String path, int count) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> receiver.requests(path).size() >= count);
    }
}
