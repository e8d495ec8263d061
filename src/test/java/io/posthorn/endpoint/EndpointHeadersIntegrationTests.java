package io.posthorn.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpMethod.PATCH;
import static org.springframework.http.HttpMethod.PUT;
import static org.springframework.http.HttpStatus.ACCEPTED;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.NOT_FOUND;
import static org.springframework.http.HttpStatus.NO_CONTENT;
import static org.springframework.http.HttpStatus.OK;
import static org.springframework.http.HttpStatus.UNPROCESSABLE_CONTENT;

import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import io.posthorn.egress.CustomHeaders;
import io.posthorn.postgres.TestDatabase;
import io.posthorn.receiver.ReceivedRequest;
import io.posthorn.receiver.ScriptedReceiver;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@PosthornTest
@DirtiesContext
@TestPropertySource(properties = "posthorn.egress.allowed-networks=127.0.0.0/8")
class EndpointHeadersIntegrationTests {

    private static final String URL = "https://example.com/hook";

    @LocalServerPort
    private int port;

    @Autowired
    private TestDatabase database;

    private ApiClient api = ApiClient.of(0);
    private String app = "";
    private String headers = "";

    @BeforeEach
    void makeAnEndpoint() {
        api = ApiClient.of(port);
        String uid = "app-" + UUID.randomUUID();
        api.post("/api/v1/app", Map.of("name", "A", "uid", uid), CREATED);
        app = "/api/v1/app/" + uid;
        api.post(app + "/endpoint", Map.of("url", URL, "uid", "e"), CREATED);
        headers = app + "/endpoint/e/headers";
    }

    @Test
    void hasNoneAtFirst() {
        assertThat(api.get(headers, OK).toString()).isEqualTo("{\"headers\":{},\"sensitive\":[]}");
        api.get(app + "/endpoint/nobody/headers", NOT_FOUND);
    }

    @Test
    void showsThemInTheirOwnCapitalsButNoCredentials() {
        put("""
                {"X-Foobar": "Bar", "x-UPPER": "1", "Authorization": "Bearer s3cret", "X-Api-Key": "s3cret",
                 "X-Session-Token": "s3cret", "My-Secret": "s3cret", "Db-Password": "s3cret"}
                """, NO_CONTENT);

        JsonNode shown = api.get(headers, OK);
        assertThat(shown.path("headers").toString()).isEqualTo("{\"X-Foobar\":\"Bar\",\"x-UPPER\":\"1\"}");
        assertThat(shown.path("sensitive").toString())
                .isEqualTo("[\"Authorization\",\"Db-Password\",\"My-Secret\",\"X-Api-Key\",\"X-Session-Token\"]");
        assertThat(api.get(app + "/endpoint", OK).toString()).doesNotContain("s3cret");
    }

    @Test
    void replacesAllOfThemOnPut() {
        put("{\"X-A\": \"1\", \"X-B\": \"2\"}", NO_CONTENT);
        put("{\"X-C\": \"3\"}", NO_CONTENT);

        assertThat(shown()).isEqualTo("{\"X-C\":\"3\"}");
        put("{}", NO_CONTENT);
        assertThat(shown()).isEqualTo("{}");
    }

    @Test
    void setsAndDeletesOnPatch() {
        put("{\"X-A\": \"1\", \"X-B\": \"2\", \"X-Key\": \"k\", \"X-D\": \"4\"}", NO_CONTENT);

        patch("{\"headers\": {\"x-a\": \"one\", \"X-B\": null, \"X-New\": \"n\"}, \"deleteHeaders\": [\"x-KEY\"]}");
        assertThat(api.get(headers, OK).toString())
                .isEqualTo("{\"headers\":{\"X-D\":\"4\",\"x-a\":\"one\",\"X-New\":\"n\"},\"sensitive\":[]}");

        patch("{\"deleteHeaders\": [\"X-D\", \"X-Not-There\"]}");
        assertThat(shown()).isEqualTo("{\"x-a\":\"one\",\"X-New\":\"n\"}");
        api.send(PATCH, headers, "{}", UNPROCESSABLE_CONTENT);
    }

    @Test
    void saysWhatIsWrongWithOneWithoutRepeatingItsValue() {
        JsonNode problem =
                put("{\"Host\": \"x\", \"X-Ok\": \"1\", \"X-Bad\": \"a\\r\\nb: s3cret\"}", UNPROCESSABLE_CONTENT);

        assertThat(problem.at("/detail/0/loc").toString()).isEqualTo("[\"body\",\"headers\",\"Host\"]");
        assertThat(problem.at("/detail/1/loc").toString()).isEqualTo("[\"body\",\"headers\",\"X-Bad\"]");
        assertThat(problem.toString()).doesNotContain("s3cret");
        assertThat(shown()).isEqualTo("{}");
        put("{\"X-A\": 1}", UNPROCESSABLE_CONTENT);
        put("{\"X-A\": null}", UNPROCESSABLE_CONTENT);
        put("{\"X-A\": \"1\", \"x-a\": \"2\"}", UNPROCESSABLE_CONTENT);
        api.send(PUT, headers, "{}", UNPROCESSABLE_CONTENT);
    }

    @Test
    void takesWhatIsAtTheLimitAndNoMore() {
        put(many(CustomHeaders.MAX_HEADERS), NO_CONTENT);
        put(many(CustomHeaders.MAX_HEADERS + 1), UNPROCESSABLE_CONTENT);
        api.send(PATCH, headers, "{\"headers\": {\"One-More\": \"1\"}}", UNPROCESSABLE_CONTENT);
        put("{\"X-A\": \"" + "v".repeat(CustomHeaders.MAX_VALUE_BYTES) + "\"}", NO_CONTENT);
        put("{\"X-A\": \"" + "v".repeat(CustomHeaders.MAX_VALUE_BYTES + 1) + "\"}", UNPROCESSABLE_CONTENT);
    }

    @Test
    void comeWithTheEndpointAndStayWhenAnUpdateDoesNotSpeakOfThem() {
        api.post(
                app + "/endpoint",
                "{\"url\": \"" + URL + "\", \"uid\": \"f\", \"headers\": {\"X-A\": \"1\"}}",
                CREATED);
        headers = app + "/endpoint/f/headers";
        assertThat(shown()).isEqualTo("{\"X-A\":\"1\"}");

        api.send(PUT, app + "/endpoint/f", "{\"url\": \"" + URL + "\"}", OK);
        api.send(PATCH, app + "/endpoint/f", "{\"description\": \"d\"}", OK);
        assertThat(shown()).isEqualTo("{\"X-A\":\"1\"}");

        api.send(PUT, app + "/endpoint/f", "{\"url\": \"" + URL + "\", \"headers\": {\"X-B\": \"2\"}}", OK);
        assertThat(shown()).isEqualTo("{\"X-B\":\"2\"}");
        api.send(PUT, app + "/endpoint/g", "{\"url\": \"" + URL + "\", \"headers\": {\"X-C\": \"3\"}}", CREATED);
        headers = app + "/endpoint/g/headers";
        assertThat(shown()).isEqualTo("{\"X-C\":\"3\"}");
        api.post(
                app + "/endpoint", "{\"url\": \"" + URL + "\", \"headers\": {\"Host\": \"x\"}}", UNPROCESSABLE_CONTENT);
    }

    @Test
    void goOutWithEachAttemptAndReplaceNoneOfOurs() {
        try (ScriptedReceiver receiver = ScriptedReceiver.start()) {
            api.send(
                    PUT,
                    app + "/endpoint/e",
                    "{\"url\": \"" + receiver.url("/")
                            + "\", \"headers\": {\"Authorization\": \"Bearer s3cret\", \"Accept\": \"text/plain\"}}",
                    OK);
            api.post(app + "/msg", "{\"eventType\":\"a\",\"payload\":{}}", ACCEPTED);

            ReceivedRequest request = receiver.awaitRequests(1).getFirst();
            assertThat(request.header("authorization")).isEqualTo("Bearer s3cret");
            assertThat(request.header("accept")).isEqualTo("text/plain");

            put("{\"X-Other\": \"now\"}", NO_CONTENT);
            api.post(app + "/msg", "{\"eventType\":\"a\",\"payload\":{}}", ACCEPTED);
            ReceivedRequest second = receiver.awaitRequests(2).get(1);
            assertThat(second.header("x-other")).isEqualTo("now");
            assertThat(second.headers()).doesNotContainKey("authorization");
        }
    }

    @Test
    void areNotToBeReadInTheDatabase() {
        put("{\"X-A\": \"s3cret\"}", NO_CONTENT);

        String rows = "SELECT string_agg(encode(headers, 'escape') || headers_sealed_with, ' ') FROM endpoint";
        assertThat(database.ask(rows)).isNotEqualTo("null").contains("k1").doesNotContain("s3cret", "X-A");
    }

    private JsonNode put(String map, HttpStatus expected) {
        return api.send(PUT, headers, "{\"headers\": " + map + "}", expected);
    }

    private void patch(String body) {
        api.send(PATCH, headers, body, NO_CONTENT);
    }

    private String shown() {
        return api.get(headers, OK).path("headers").toString();
    }

    private static String many(int count) {
        Map<String, String> many = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            many.put("X-" + i, "1");
        }
        return JsonMapper.shared().writeValueAsString(many);
    }

    @Test
    void refusesCredentialsInTheUrlAndSaysWhereTheyBelong() {
        JsonNode problem =
                api.post(app + "/endpoint", Map.of("url", "https://user:s3cret@example.com/"), UNPROCESSABLE_CONTENT);

        assertThat(problem.toString()).contains("header Authorization").doesNotContain("s3cret");
    }
}
