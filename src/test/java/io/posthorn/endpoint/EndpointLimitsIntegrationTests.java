package io.posthorn.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.PATCH;
import static org.springframework.http.HttpMethod.PUT;
import static org.springframework.http.HttpStatus.BAD_REQUEST;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.NO_CONTENT;
import static org.springframework.http.HttpStatus.OK;
import static org.springframework.http.HttpStatus.UNPROCESSABLE_CONTENT;

import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import io.posthorn.postgres.FreshDatabaseInitializer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@PosthornTest
@DirtiesContext
@TestPropertySource(properties = "posthorn.endpoints-per-application=5")
class EndpointLimitsIntegrationTests {

    private static final String URL = "https://example.com/hook";

    @LocalServerPort
    private int port;

    @Autowired
    private DatabaseClient database;

    private ApiClient api = ApiClient.of(0);
    private String app = "";

    @BeforeEach
    void makeAnApplication() {
        api = ApiClient.of(port);
        String uid = "app-" + UUID.randomUUID();
        api.post("/api/v1/app", Map.of("name", "A", "uid", uid), CREATED);
        app = "/api/v1/app/" + uid;
    }

    @Test
    void refusesOneMoreThanAllowedAndSaysWhoCanRaiseIt() {
        IntStream.range(0, 5).forEach(_ -> create(CREATED));

        assertThat(create(BAD_REQUEST).path("detail").stringValue())
                .startsWith("5 of 5 endpoints used.")
                .contains("maxEndpoints");
        api.send(PUT, app + "/endpoint/new", "{\"url\": \"" + URL + "\"}", BAD_REQUEST);

        String first = api.get(app + "/endpoint", OK).at("/data/0/id").stringValue();
        api.send(DELETE, app + "/endpoint/" + first, null, NO_CONTENT);
        create(CREATED);
    }

    @Test
    void takesWhatTheApplicationWasGranted() {
        assertThat(grant("2").path("maxEndpoints").intValue()).isEqualTo(2);
        create(CREATED);
        create(CREATED);
        assertThat(create(BAD_REQUEST).path("detail").stringValue()).startsWith("2 of 2");

        grant("7");
        IntStream.range(2, 7).forEach(_ -> create(CREATED));
        create(BAD_REQUEST);
        assertThat(grant("null").has("maxEndpoints")).isFalse();
        assertThat(create(BAD_REQUEST).path("detail").stringValue()).startsWith("7 of 5");
        api.send(PATCH, app, "{\"maxEndpoints\": -1}", UNPROCESSABLE_CONTENT);
    }

    @Test
    void holdsAgainstCreatesAtTheSameTime() {
        List<Integer> statuses;
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Integer>> answers = IntStream.range(0, 20)
                    .mapToObj(_ -> CompletableFuture.supplyAsync(this::status, callers))
                    .toList();
            statuses = answers.stream().map(CompletableFuture::join).toList();
        }

        assertThat(statuses).containsOnly(201, 400);
        assertThat(statuses.stream().filter(status -> status == 201)).hasSize(5);
        assertThat(api.get(app + "/endpoint", OK).path("data")).hasSize(5);
    }

    @Test
    void takesChannelsAndEventTypesAtTheLimitAndNoMore() {
        grant("100");
        withList("channels", EndpointReader.MAX_CHANNELS, CREATED);
        withList("channels", EndpointReader.MAX_CHANNELS + 1, UNPROCESSABLE_CONTENT);
        database.sql("INSERT INTO event_type (organization_id, name, description, created_at, updated_at)"
                        + " SELECT o.id, 'n.' || i, '', now(), now()"
                        + " FROM organization o, generate_series(0, 1000) i ON CONFLICT DO NOTHING")
                .then()
                .toFuture()
                .join();
        withList("eventTypes", EndpointReader.MAX_EVENT_TYPES, CREATED);
        withList("filterTypes", EndpointReader.MAX_EVENT_TYPES, CREATED);
        withList("eventTypes", EndpointReader.MAX_EVENT_TYPES + 1, UNPROCESSABLE_CONTENT);
    }

    @Test
    void takesTextsAndNumbersAtTheLimitAndNoMore() {
        grant("100");
        with("uid", "u".repeat(256), CREATED);
        with("uid", "u".repeat(257), UNPROCESSABLE_CONTENT);
        with("description", "d".repeat(65_536), CREATED);
        with("description", "d".repeat(65_537), UNPROCESSABLE_CONTENT);
        with("metadata", Map.of("k", "v".repeat(4095)), CREATED);
        with("metadata", Map.of("k", "v".repeat(4096)), UNPROCESSABLE_CONTENT);
        with("throttleRate", EndpointReader.MAX_RATE, CREATED);
        with("rateLimit", EndpointReader.MAX_RATE + 1, UNPROCESSABLE_CONTENT);
        with("channels", List.of("c".repeat(128)), CREATED);
        with("channels", List.of("c".repeat(129)), UNPROCESSABLE_CONTENT);
        with("url", "https://example.com/" + "p".repeat(2048 - 20), CREATED);
        with("url", "https://example.com/" + "p".repeat(2049 - 20), UNPROCESSABLE_CONTENT);
    }

    @Test
    void hearsAndAnswersBothNamesAlsoOnPatch() {
        database.sql("INSERT INTO event_type (organization_id, name, description, created_at, updated_at)"
                        + " SELECT id, 'syn', '', now(), now() FROM organization")
                .then()
                .toFuture()
                .join();
        String endpoint = app + "/endpoint/" + create(CREATED).path("id").stringValue();

        JsonNode older = api.send(PATCH, endpoint, "{\"filterTypes\": [\"syn\"], \"rateLimit\": 3}", OK);
        assertThat(older.at("/eventTypes/0").stringValue()).isEqualTo("syn");
        assertThat(older.path("throttleRate").intValue()).isEqualTo(3);

        JsonNode newer = api.send(PATCH, endpoint, "{\"eventTypes\": null, \"throttleRate\": 4}", OK);
        assertThat(newer.path("filterTypes").isNull()).isTrue();
        assertThat(newer.path("rateLimit").intValue()).isEqualTo(4);

        JsonNode none = api.send(PATCH, endpoint, "{\"rateLimit\": null}", OK);
        assertThat(none.path("throttleRate").isNull()).isTrue();
        assertThat(api.send(PUT, endpoint, "{\"url\": \"" + URL + "\", \"rateLimit\": 9}", OK)
                        .path("throttleRate")
                        .intValue())
                .isEqualTo(9);
        api.send(PATCH, endpoint, "{\"throttleRate\": 1, \"rateLimit\": 2}", UNPROCESSABLE_CONTENT);
    }

    private JsonNode create(HttpStatus expected) {
        return api.post(app + "/endpoint", Map.of("url", URL), expected);
    }

    private JsonNode grant(String number) {
        return api.send(PATCH, app, "{\"maxEndpoints\": " + number + "}", OK);
    }

    private void withList(String field, int count, HttpStatus expected) {
        with(field, IntStream.range(0, count).mapToObj(i -> "n." + i).toList(), expected);
    }

    private void with(String field, Object value, HttpStatus expected) {
        Map<String, Object> body = new HashMap<>(Map.of("url", URL));
        body.put(field, value);
        api.post(app + "/endpoint", JsonMapper.shared().writeValueAsString(body), expected);
    }

    private int status() {
        return api.anonymous()
                .post()
                .uri(app + "/endpoint")
                .header("Authorization", "Bearer " + FreshDatabaseInitializer.ADMIN_KEY)
                .header("Content-Type", "application/json")
                .bodyValue("{\"url\": \"" + URL + "\"}")
                .exchange()
                .returnResult(Void.class)
                .getStatus()
                .value();
    }
}
