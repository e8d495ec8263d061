package io.posthorn.recipes;

import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpStatus.ACCEPTED;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.OK;

import io.posthorn.ApiClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** A product that has one application of its own, and all that it does: configure, publish, look. */
record Product(ApiClient api, String path) {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** A product with this application, which it calls by its own uid. */
    static Product with(ApiClient api, String uid, Map<String, ?> settings) {
        Map<String, Object> body = new HashMap<>(settings);
        body.put("uid", uid);
        body.putIfAbsent("name", uid);
        api.post("/api/v1/app", body, CREATED);
        return new Product(api, "/api/v1/app/" + uid);
    }

    /** Puts event types into the catalogue. */
    static void eventTypes(ApiClient api, String... names) {
        for (String name : names) {
            api.post("/api/v1/event-type", Map.of("name", name, "description", "From a recipe"), CREATED);
        }
    }

    JsonNode endpoint(String url, Map<String, ?> more) {
        Map<String, Object> body = new HashMap<>(more);
        body.put("url", url);
        return api.post(path + "/endpoint", body, CREATED);
    }

    String secret(JsonNode endpoint) {
        return api.get(path + "/endpoint/" + id(endpoint) + "/secret", OK)
                .path("key")
                .stringValue();
    }

    String publish(String body) {
        return id(api.post(path + "/msg", body, ACCEPTED));
    }

    String publish(String eventType, String payload) {
        return publish("{\"eventType\":\"" + eventType + "\",\"payload\":" + payload + "}");
    }

    /** The attempts of a message, newest first, by its id or eventId, once its delivery has this Svix status. */
    List<JsonNode> attempts(String message, int status) {
        await().atMost(PATIENCE).until(() -> all(api.get(path + "/msg/" + message + "/endpoint", OK)).stream()
                .allMatch(endpoint -> endpoint.path("status").intValue() == status));
        return all(api.get(path + "/attempt/msg/" + message, OK));
    }

    static List<JsonNode> all(JsonNode page) {
        return StreamSupport.stream(page.path("data").spliterator(), false).toList();
    }

    static String id(JsonNode node) {
        return node.path("id").stringValue();
    }
}
