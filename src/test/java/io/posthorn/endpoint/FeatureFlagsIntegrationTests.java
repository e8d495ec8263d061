package io.posthorn.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpMethod.PATCH;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.NOT_FOUND;
import static org.springframework.http.HttpStatus.OK;
import static org.springframework.http.HttpStatus.UNPROCESSABLE_CONTENT;

import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Event types that are kept to visitors of the portal whose token has one of their flags. */
@PosthornTest
class FeatureFlagsIntegrationTests {

    private static final String TYPES = "/api/v1/event-type";

    @LocalServerPort
    private int port;

    private ApiClient api = ApiClient.of(0);
    private String app = "";

    @BeforeEach
    void aCatalogue() {
        api = ApiClient.of(port).inNewOrganization();
        type("open", List.of());
        type("beta", List.of("beta", "staff"));
        type("gamma", List.of("gamma"));
        app = api.post("/api/v1/app", Map.of("name", "visited"), CREATED)
                .path("id")
                .stringValue();
    }

    @Test
    void areThereForThoseWhoHaveOneOfTheFlagsAndForKeys() {
        assertThat(names(api)).containsExactly("beta", "gamma", "open");
        assertThat(names(visitor())).containsExactly("open");
        assertThat(names(visitor("staff", "unheard-of"))).containsExactly("beta", "open");
        assertThat(names(visitor("beta", "gamma"))).containsExactly("beta", "gamma", "open");
        visitor().get(TYPES + "/beta", NOT_FOUND);
        visitor().get(TYPES + "/beta/subscriber", NOT_FOUND);
        visitor("staff").get(TYPES + "/beta", OK);
    }

    @Test
    void cannotBeNewlyChosenByThoseWhoDoNotSeeThem() {
        String path = "/api/v1/app/" + app + "/endpoint";
        Map<String, ?> asks = Map.of("url", "https://example.com/", "eventTypes", List.of("beta"));
        visitor().post(path, asks, UNPROCESSABLE_CONTENT);
        visitor("beta").post(path, asks, CREATED);
        String given = api.post(path, asks, CREATED).path("id").stringValue();

        visitor().send(PATCH, path + "/" + given, "{\"eventTypes\": [\"beta\", \"gamma\"]}", UNPROCESSABLE_CONTENT);
        JsonNode kept = visitor().send(PATCH, path + "/" + given, "{\"eventTypes\": [\"beta\", \"open\"]}", OK);

        assertThat(kept.path("eventTypes").toString()).isEqualTo("[\"beta\",\"open\"]");
    }

    @Test
    void giveNoExampleAway() {
        String path = "/api/v1/app/" + app + "/endpoint/preview";
        Map<String, String> asks = Map.of("url", "https://example.com/", "eventType", "beta");
        assertThat(visitor("beta").post(path, asks, OK).path("body").stringValue())
                .contains("secret plan");
        assertThat(visitor().post(path, asks, OK).path("body").stringValue()).doesNotContain("secret plan");
    }

    private ApiClient visitor(String... flags) {
        return api.as(api.post("/api/v1/auth/app-portal-access/" + app, Map.of("featureFlags", List.of(flags)), OK)
                .path("token")
                .stringValue());
    }

    private static List<String> names(ApiClient client) {
        return client.get(TYPES + "?order=ascending", OK)
                .path("data")
                .valueStream()
                .map(type -> type.path("name").stringValue())
                .toList();
    }

    private void type(String name, List<String> flags) {
        Map<String, ?> schemas =
                Map.of("1", Map.of("type", "object", "example", Map.of("note", "secret plan of " + name)));
        Map<String, @Nullable Object> body = new HashMap<>();
        body.putAll(Map.of("name", name, "description", "", "schemas", schemas));
        body.put("featureFlags", flags.isEmpty() ? null : flags);
        api.post(TYPES, body, CREATED);
    }
}
