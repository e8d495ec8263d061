package io.posthorn.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpStatus.ACCEPTED;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.OK;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import io.posthorn.ApiClient;
import io.posthorn.id.IdKind;
import io.posthorn.receiver.ReceivedRequest;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A sending product: an organization with one application, and where it hears of operational events. */
final class Office implements AutoCloseable {

    static final String OPERATIONAL = "/api/v1/operational-webhook/endpoint";

    private static final JsonMapper JSON = new JsonMapper();
    private static final String EAR = "/told";

    final ScriptedReceiver receiver = ScriptedReceiver.start().respond(EAR, Script.ok());
    final ApiClient api;
    final String organization;
    final String app;
    private String secret = "";

    Office(int port) {
        ApiClient operator = ApiClient.of(port);
        organization = idOf(operator.post("/api/v1/organization", Map.of("name", "Office"), CREATED));
        api = operator.as(operator.post(
                        "/api/v1/organization/" + organization + "/api-token",
                        Map.of("name", "office", "scopes", List.of("admin")),
                        CREATED)
                .path("token")
                .stringValue());
        app = idOf(api.post("/api/v1/app", Map.of("name", "Workspace", "uid", "workspace"), CREATED));
    }

    static String idOf(JsonNode made) {
        return made.path("id").stringValue();
    }

    UUID organizationId() {
        return IdKind.ORGANIZATION.parse(organization).orElseThrow();
    }

    /** Listens for these events; for all of them when none is named. */
    String listen(String... types) {
        Map<String, Object> body = new HashMap<>(Map.of("url", receiver.url(EAR)));
        if (types.length > 0) {
            body.put("eventTypes", List.of(types));
        }
        String id = idOf(api.post(OPERATIONAL, body, CREATED));
        secret = api.get(OPERATIONAL + "/" + id + "/secret", OK).path("key").stringValue();
        return id;
    }

    /** An endpoint of the application. */
    String endpoint(String path, Script... answers) {
        receiver.respond(path, answers);
        return idOf(api.post(
                "/api/v1/app/" + app + "/endpoint",
                Map.of("url", receiver.url(path), "uid", path.substring(1)),
                CREATED));
    }

    /** Publishes a document; its identifier. */
    String publish(String eventId) {
        return idOf(api.post(
                "/api/v1/app/" + app + "/msg",
                Map.of(
                        "eventType", "document.transcript",
                        "eventId", eventId,
                        "channels", List.of("inbox_1"),
                        "tags", List.of("urgent"),
                        "payload", Map.of("document", eventId)),
                ACCEPTED));
    }

    /** What was told of this type so far, verified; the newest last. */
    List<JsonNode> told(String type) {
        return receiver.requests(EAR).stream()
                .filter(request -> type.equals(request.header("webhook-event-type")))
                .map(this::verified)
                .toList();
    }

    /** All types that were told, in the order in which they came. */
    List<String> types() {
        return receiver.requests(EAR).stream()
                .map(request -> request.header("webhook-event-type"))
                .toList();
    }

    /** What is told of this type, once it is. */
    JsonNode awaitTold(String type) {
        await().atMost(Duration.ofSeconds(20)).until(() -> !told(type).isEmpty());
        return told(type).getLast();
    }

    private JsonNode verified(ReceivedRequest request) {
        String body = request.text();
        try {
            new Webhook(secret)
                    .verify(
                            body,
                            Map.of(
                                    "webhook-id", List.of(request.header("webhook-id")),
                                    "webhook-timestamp", List.of(request.header("webhook-timestamp")),
                                    "webhook-signature", List.of(request.header("webhook-signature"))));
        } catch (WebhookVerificationException | EmptyWebhookSecretException forged) {
            throw new AssertionError(forged);
        }
        JsonNode said = JSON.readTree(body.getBytes(UTF_8));
        assertThat(said.path("type").stringValue()).isEqualTo(request.header("webhook-event-type"));
        return said;
    }

    @Override
    public void close() {
        receiver.close();
    }
}
