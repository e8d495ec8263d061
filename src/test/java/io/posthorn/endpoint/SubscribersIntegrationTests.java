package io.posthorn.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.NOT_FOUND;
import static org.springframework.http.HttpStatus.NO_CONTENT;
import static org.springframework.http.HttpStatus.OK;

import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Which endpoints take an event type, as the API lists them. */
@PosthornTest
class SubscribersIntegrationTests {

    private static final String TYPES = "/api/v1/event-type";

    @LocalServerPort
    private int port;

    private ApiClient api = ApiClient.of(0);

    @BeforeEach
    void connect() {
        api = ApiClient.of(port).inNewOrganization();
    }

    @Test
    void namesThoseThatTakeAllAndThoseThatTakeItByName() {
        type("paid");
        type("sent");
        String app = app("takers");
        String all = endpoint(app, Map.of("url", "https://example.com/all"));
        String named = endpoint(
                app,
                Map.of("url", "https://example.com/named", "eventTypes", List.of("paid"), "channels", List.of("eu")));
        endpoint(app, Map.of("url", "https://example.com/other", "eventTypes", List.of("sent")));
        String gone = endpoint(app, Map.of("url", "https://example.com/gone"));
        api.send(DELETE, "/api/v1/app/" + app + "/endpoint/" + gone, null, NO_CONTENT);

        JsonNode found = api.get(TYPES + "/paid/subscriber?order=ascending", OK);

        assertThat(ids(found)).containsExactly(all, named);
        assertThat(found.at("/data/0/takesAll").booleanValue()).isTrue();
        assertThat(found.at("/data/1/takesAll").booleanValue()).isFalse();
        assertThat(found.at("/data/1/channels").toString()).isEqualTo("[\"eu\"]");
        assertThat(found.at("/data/1/application").stringValue()).isEqualTo("takers");
        JsonNode page = api.get(TYPES + "/paid/subscriber?order=ascending&limit=1", OK);
        assertThat(ids(page)).containsExactly(all);
        assertThat(page.path("done").booleanValue()).isFalse();
        assertThat(ids(api.get(
                        TYPES + "/paid/subscriber?order=ascending&limit=1&iterator="
                                + page.path("iterator").stringValue(),
                        OK)))
                .containsExactly(named);
        api.get(TYPES + "/unheard.of/subscriber", NOT_FOUND);
        api.send(DELETE, "/api/v1/app/" + app, null, NO_CONTENT);
        assertThat(ids(api.get(TYPES + "/paid/subscriber", OK))).isEmpty();
    }

    @Test
    void showsNobodyWhatIsAnothers() {
        type("seen");
        String mine = app("mine");
        String other = app("other");
        String endpoint = endpoint(mine, Map.of("url", "https://example.com/mine"));
        endpoint(other, Map.of("url", "https://example.com/other"));
        String token = api.post("/api/v1/auth/app-portal-access/" + mine, Map.of(), OK)
                .path("token")
                .stringValue();

        assertThat(ids(api.as(token).get(TYPES + "/seen/subscriber", OK))).containsExactly(endpoint);

        ApiClient elsewhere = ApiClient.of(port).inNewOrganization();
        elsewhere.get(TYPES + "/seen/subscriber", NOT_FOUND);
        elsewhere.post(TYPES, Map.of("name", "seen", "description", ""), CREATED);
        assertThat(ids(elsewhere.get(TYPES + "/seen/subscriber", OK))).isEmpty();
    }

    private static List<String> ids(JsonNode page) {
        return page.path("data")
                .valueStream()
                .map(one -> one.path("endpointId").stringValue())
                .toList();
    }

    private void type(String name) {
        api.post(TYPES, Map.of("name", name, "description", ""), CREATED);
    }

    private String app(String name) {
        return api.post("/api/v1/app", Map.of("name", name), CREATED).path("id").stringValue();
    }

    private String endpoint(String app, Map<String, ?> body) {
        return api.post("/api/v1/app/" + app + "/endpoint", body, CREATED)
                .path("id")
                .stringValue();
    }
}
