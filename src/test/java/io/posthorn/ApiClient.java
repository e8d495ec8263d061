package io.posthorn;

import io.posthorn.postgres.FreshDatabaseInitializer;
import io.posthorn.reference.ApiContract;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Speaks to a running server over HTTP as an SDK with the admin key does, and holds every answer against the API's
 * document.
 */
public final class ApiClient {

    /** The first request of a context comes to a cold server, on a machine that may be busy. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final JsonMapper JSON = new JsonMapper();
    private static final int LARGEST_ANSWER = 32 << 20;

    private final WebTestClient client;
    private final String key;

    private ApiClient(WebTestClient client, String key) {
        this.client = client;
        this.key = key;
    }

    /** A client of the server on this port of this machine. */
    public static ApiClient of(int port) {
        return new ApiClient(
                WholeAnswers.from("http://localhost:" + port)
                        .responseTimeout(PATIENCE)
                        .entityExchangeResultConsumer(ApiContract.ofThisBuild()::check)
                        .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(LARGEST_ANSWER))
                        .build(),
                FreshDatabaseInitializer.ADMIN_KEY);
    }

    /** The same client with another key. */
    public ApiClient as(String otherKey) {
        return new ApiClient(client, otherKey);
    }

    /** A client of a new organization that has nothing yet; for one with the admin key. */
    public ApiClient inNewOrganization() {
        String organization = post("/api/v1/organization", Map.of("name", "new"), HttpStatus.CREATED)
                .path("id")
                .stringValue();
        return as(post(
                        "/api/v1/organization/" + organization + "/api-token",
                        Map.of("name", "theirs", "scopes", List.of("admin")),
                        HttpStatus.CREATED)
                .path("token")
                .stringValue());
    }

    /** The key it comes with. */
    public String key() {
        return key;
    }

    /** The client without a key and without any expectation. */
    public WebTestClient anonymous() {
        return client;
    }

    /** The answer's body, after checking its status; a missing node where it has none. */
    public JsonNode get(String path, HttpStatus expected) {
        return send(HttpMethod.GET, path, null, expected);
    }

    /** The answer's body, after checking its status. */
    public JsonNode post(String path, String body, HttpStatus expected) {
        return send(HttpMethod.POST, path, body, expected);
    }

    /** The answer's body, after checking its status. */
    public JsonNode post(String path, Map<String, ?> body, HttpStatus expected) {
        return post(path, JSON.writeValueAsString(body), expected);
    }

    /** The answer's body, after checking its status; the body is sent as application/json unless it is null. */
    public JsonNode send(HttpMethod method, String path, @Nullable String body, HttpStatus expected) {
        WebTestClient.RequestBodySpec request =
                client.method(method).uri(path).header("Authorization", "Bearer " + key);
        if (body != null) {
            request.contentType(MediaType.APPLICATION_JSON).bodyValue(body);
        }
        EntityExchangeResult<byte[]> answer = request.exchange()
                .expectStatus()
                .isEqualTo(expected)
                .expectBody()
                .returnResult();
        byte[] bytes = answer.getResponseBody();
        return bytes == null || bytes.length == 0 ? JSON.missingNode() : JSON.readTree(bytes);
    }
}
