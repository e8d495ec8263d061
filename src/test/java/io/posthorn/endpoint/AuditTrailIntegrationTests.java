package io.posthorn.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.NO_CONTENT;
import static org.springframework.http.HttpStatus.OK;
import static org.springframework.http.HttpStatus.UNPROCESSABLE_CONTENT;

import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

/** Who changed what about endpoints and event types. */
@PosthornTest
class AuditTrailIntegrationTests {

    @LocalServerPort
    private int port;

    private static List<String> actions(JsonNode page) {
        return StreamSupport.stream(page.path("data").spliterator(), false)
                .map(entry -> entry.path("action").asString())
                .toList()
                .reversed();
    }

    @Test
    void namesEachChangeOfAnEndpointOnceAndNeverAValue() {
        ApiClient api = ApiClient.of(port);
        String app = api.post("/api/v1/app", Map.of("name", "Audited"), CREATED)
                .path("id")
                .stringValue();
        String path = "/api/v1/app/" + app + "/endpoint";
        JsonNode made = api.post(path, Map.of("url", "https://example.com/", "description", "a"), CREATED);
        String id = made.path("id").stringValue();
        api.send(HttpMethod.PATCH, path + "/" + id, "{\"description\":\"b\"}", OK);
        api.send(HttpMethod.PATCH, path + "/" + id, "{\"url\":\"no url\"}", UNPROCESSABLE_CONTENT);
        api.send(HttpMethod.PUT, path + "/" + id, "{\"url\":\"https://example.com/2\"}", OK);
        api.send(HttpMethod.PUT, path + "/" + id + "/headers", "{\"headers\":{\"x-a\":\"hush-hush\"}}", NO_CONTENT);
        api.send(HttpMethod.PATCH, path + "/" + id + "/headers", "{\"headers\":{\"x-b\":\"hush-hush\"}}", NO_CONTENT);
        api.post(path + "/" + id + "/secret/rotate", "{}", NO_CONTENT);
        api.send(HttpMethod.DELETE, path + "/" + id, null, NO_CONTENT);

        JsonNode trail = api.get("/api/v1/audit?subject=" + id, OK);
        assertThat(actions(trail))
                .containsExactly(
                        "endpoint.create",
                        "endpoint.update",
                        "endpoint.update",
                        "endpoint.headers.update",
                        "endpoint.headers.update",
                        "endpoint.secret.rotate",
                        "endpoint.delete");
        assertThat(trail.toString()).contains("admin", app, "description").doesNotContain("hush", "example.com");
        assertThat(made.path("changedBy").stringValue()).isEqualTo("admin");
    }

    @Test
    void namesEachChangeOfAnEventType() {
        ApiClient api = ApiClient.of(port);
        api.post("/api/v1/event-type", Map.of("name", "audited.type", "description", "d"), CREATED);
        api.send(HttpMethod.PATCH, "/api/v1/event-type/audited.type", "{\"description\":\"e\"}", OK);
        api.send(HttpMethod.PUT, "/api/v1/event-type/audited.type", "{\"description\":\"f\"}", OK);
        api.send(HttpMethod.DELETE, "/api/v1/event-type/audited.type", null, NO_CONTENT);
        api.send(HttpMethod.DELETE, "/api/v1/event-type/audited.type?expunge=true", null, NO_CONTENT);

        assertThat(actions(api.get("/api/v1/audit?subject=audited.type", OK)))
                .containsExactly(
                        "event_type.create",
                        "event_type.update",
                        "event_type.update",
                        "event_type.archive",
                        "event_type.delete");
    }
}
