package io.posthorn;

import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpStatus.ACCEPTED;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.OK;

import io.posthorn.id.IdKind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** One thing of each kind that a path can name, by the name of its place in the path. */
record Belongings(Map<String, String> ids) {

    static final String APPLICATION = "app_id";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final UUID NOBODY = UUID.fromString("019a0000-0000-7000-8000-00000000abcd");

    /** What nobody has, and yet could be. */
    static Belongings ofNobody() {
        return new Belongings(Map.of(
                "organization_id",
                IdKind.ORGANIZATION.format(NOBODY),
                APPLICATION,
                IdKind.APPLICATION.format(NOBODY),
                "endpoint_id",
                IdKind.ENDPOINT.format(NOBODY),
                "msg_id",
                IdKind.MESSAGE.format(NOBODY),
                "attempt_id",
                IdKind.ATTEMPT.format(NOBODY),
                "task_id",
                IdKind.TASK.format(NOBODY),
                "key_id",
                IdKind.KEY.format(NOBODY),
                "event_type_name",
                "nobody.has",
                "host",
                "nobody.example:443",
                "target_id",
                IdKind.LISTED_TARGET.format(NOBODY)));
    }

    /** Makes one of each for the tenant, with a message that was attempted. */
    static Belongings make(ApiClient tenant, String organization, String url, String eventType) {
        Map<String, String> ids = new LinkedHashMap<>();
        ids.put("organization_id", organization);
        ids.put("event_type_name", eventType);
        ids.put("host", "nobody.example:443");
        // Lists of targets are the operators' alone, so that one of nobody's does for all.
        ids.put("target_id", IdKind.LISTED_TARGET.format(NOBODY));
        tenant.post("/api/v1/event-type", Map.of("name", eventType, "description", "made"), CREATED);
        ids.put(
                "key_id",
                id(tenant.post("/api/v1/auth/api-token", Map.of("name", "k", "scopes", List.of("read")), CREATED)));
        Belongings made = new Belongings(ids);
        made.furnish(tenant, url);
        return made;
    }

    /** The same but for another application with its own endpoint, message, attempt and task. */
    Belongings sibling(ApiClient tenant, String url) {
        Belongings made = new Belongings(new LinkedHashMap<>(ids));
        made.furnish(tenant, url);
        return made;
    }

    private void furnish(ApiClient tenant, String url) {
        ids.put(APPLICATION, id(tenant.post("/api/v1/app", Map.of("name", "tenant"), CREATED)));
        String path = "/api/v1/app/" + ids.get(APPLICATION);
        ids.put("endpoint_id", id(tenant.post(path + "/endpoint", Map.of("url", url), CREATED)));
        String message = "{\"eventType\": \"" + ids.get("event_type_name") + "\", \"payload\": {}}";
        ids.put("msg_id", id(tenant.post(path + "/msg", message, ACCEPTED)));
        String attempts = path + "/attempt/msg/" + ids.get("msg_id");
        await().atMost(PATIENCE)
                .until(() -> !tenant.get(attempts, OK).path("data").isEmpty());
        ids.put("attempt_id", id(tenant.get(attempts, OK).path("data").get(0)));
        ids.put(
                "task_id",
                id(tenant.post(
                        path + "/endpoint/" + ids.get("endpoint_id") + "/recover",
                        Map.of("since", "2020-01-01T00:00:00Z"),
                        ACCEPTED)));
    }

    /** These, with one taken from others. */
    Belongings with(String place, Belongings others) {
        Map<String, String> mixed = new LinkedHashMap<>(ids);
        mixed.put(place, others.of(place));
        return new Belongings(mixed);
    }

    String of(String place) {
        String id = ids.get(place);
        if (id == null) {
            throw new IllegalArgumentException("nobody has a thing for {" + place + "}");
        }
        return id;
    }

    /** The text with the places in it filled. */
    String fill(String template) {
        String filled = template;
        for (var id : ids.entrySet()) {
            filled = filled.replace("{" + id.getKey() + "}", id.getValue());
        }
        return filled;
    }

    /** The text with every identifier replaced by its place. */
    String hide(String text) {
        String hidden = text;
        for (var id : ids.entrySet()) {
            hidden = hidden.replace(id.getValue(), "{" + id.getKey() + "}");
        }
        return hidden;
    }

    private static String id(JsonNode made) {
        return made.path("id").stringValue();
    }
}
