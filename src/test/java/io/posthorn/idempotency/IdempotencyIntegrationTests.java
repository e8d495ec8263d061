package io.posthorn.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import io.posthorn.postgres.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import tools.jackson.databind.JsonNode;

@PosthornTest
class IdempotencyIntegrationTests {

    private static final String APP = "/api/v1/app";
    private static final String TOKENS = "/api/v1/auth/api-token";

    @LocalServerPort
    private int port;

    @Autowired
    private TestDatabase database = new TestDatabase("", 0, "", "", "");

    @Autowired
    private R2dbcAnswers answers;

    private ApiClient api = ApiClient.of(0);

    @BeforeEach
    void connect() {
        api = ApiClient.of(port);
    }

    @Test
    void answersTheSameAgain() {
        EntityExchangeResult<byte[]> first = post(APP, "k-1", "{\"name\": \"once\"}");
        EntityExchangeResult<byte[]> second = post(APP, "\"k-1\"", "{\"name\": \"once\"}");

        assertThat(first.getStatus().value()).isEqualTo(201);
        assertThat(second.getStatus().value()).isEqualTo(201);
        assertThat(second.getResponseBody()).isEqualTo(first.getResponseBody());
        assertThat(first.getResponseHeaders().getFirst("Idempotent-Replayed")).isNull();
        assertThat(second.getResponseHeaders().getFirst("Idempotent-Replayed")).isEqualTo("true");
        assertThat(database.ask("SELECT count(*) FROM application WHERE name = 'once'"))
                .isEqualTo("1");
    }

    @Test
    void refusesAnotherBodyAndAnotherQuery() {
        post(APP, "k-2", "{\"name\": \"a\"}");

        assertThat(status(post(APP, "k-2", "{\"name\": \"b\"}"))).isEqualTo(422);
        assertThat(status(post(APP + "?get_if_exists=true", "k-2", "{\"name\": \"a\"}")))
                .isEqualTo(422);
        assertThat(status(post("/api/v1/event-type", "k-2", "{\"name\": \"a\", \"description\": \"\"}")))
                .isEqualTo(201);
    }

    @Test
    void refusesKeysThatCannotBe() {
        assertThat(status(post(APP, "k".repeat(300), "{\"name\": \"a\"}"))).isEqualTo(400);
        assertThat(status(post(APP, "a b", "{\"name\": \"a\"}"))).isEqualTo(400);
    }

    @Test
    void doesTheWorkOnceForManyAtOnce() {
        List<Integer> statuses = IntStream.range(0, 24)
                .parallel()
                .mapToObj(_ -> status(post(APP, "k-many", "{\"name\": \"many\"}")))
                .toList();

        assertThat(statuses).containsOnly(201);
        assertThat(database.ask("SELECT count(*) FROM application WHERE name = 'many'"))
                .isEqualTo("1");
    }

    @Test
    void keepsRefusalsOfTheRequestButNotOfTheCaller() {
        assertThat(status(post(APP, "k-3", "{}"))).isEqualTo(422);
        EntityExchangeResult<byte[]> again = post(APP, "k-3", "{}");
        assertThat(status(again)).isEqualTo(422);
        assertThat(again.getResponseHeaders().getFirst("Idempotent-Replayed")).isEqualTo("true");
        assertThat(again.getResponseHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
    }

    @Test
    void answersWithoutABodyToo() {
        post(APP, "k-4", "{\"name\": \"rotating\", \"uid\": \"rotating\"}");
        post(APP + "/rotating/endpoint", "k-4", "{\"url\": \"https://example.com/\", \"uid\": \"e\"}");
        String rotate = APP + "/rotating/endpoint/e/secret/rotate";

        assertThat(status(post(rotate, "k-5", "{}"))).isEqualTo(204);
        EntityExchangeResult<byte[]> again = post(rotate, "k-5", "{}");
        assertThat(status(again)).isEqualTo(204);
        assertThat(again.getResponseHeaders().getFirst("Idempotent-Replayed")).isEqualTo("true");
        assertThat(database.ask("SELECT count(*) FROM endpoint_secret JOIN endpoint ON endpoint.id = endpoint_id"
                        + " JOIN application a ON a.id = application_id WHERE a.uid = 'rotating'"))
                .isEqualTo("2");
    }

    @Test
    void givesASecretAgainOnlyToWhoeverMadeItAndKeepsItSealed() {
        String body = "{\"name\": \"sealed\", \"scopes\": [\"admin\"]}";
        EntityExchangeResult<byte[]> first = post(TOKENS, "k-6", body);
        String text = new String(first.getResponseBodyContent(), StandardCharsets.UTF_8);
        String token = text.replaceAll(".*\"token\":\"([^\"]+)\".*", "$1");

        assertThat(post(TOKENS, "k-6", body).getResponseBody()).isEqualTo(first.getResponseBody());
        assertThat(database.ask("SELECT string_agg(encode(answer, 'escape'), '') FROM idempotent_answer"))
                .doesNotContain(token);
        api = api.as(token);
        assertThat(status(post(TOKENS, "k-6", body))).isEqualTo(409);
    }

    @Test
    void aLeaseThatRanOutIsTakenOver() {
        post(APP, "k-7", "{\"name\": \"leased\"}");
        database.execute("UPDATE idempotent_answer SET status = NULL, answer = NULL, made = NULL");
        assertThat(status(post(APP, "k-7", "{\"name\": \"leased\"}"))).isEqualTo(409);

        database.execute("UPDATE idempotent_answer SET leased_until = now()");
        assertThat(status(post(APP, "k-7", "{\"name\": \"leased\"}"))).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            app                          | {"name": "unheard"}
            app/unheard/endpoint         | {"url": "https://example.com/"}
            event-type                   | {"name": "unheard.of", "description": ""}
            operational-webhook/endpoint | {"url": "https://example.com/"}
            organization                 | {"name": "unheard"}
            """)
    void showsWhatWasMadeWhenNobodyCouldSaySo(String collection, String body) {
        // An answer that an earlier row of the table forgot would be waited for here as well.
        database.execute("DELETE FROM idempotent_answer");
        post(APP, "k-unheard", "{\"name\": \"unheard of\", \"uid\": \"unheard\"}");
        String path = "/api/v1/" + collection;
        EntityExchangeResult<byte[]> first = post(path, "k-8", body);
        assertThat(status(first)).isEqualTo(201);
        forgetAnswers();

        EntityExchangeResult<byte[]> second = post(path, "k-8", body);

        assertThat(status(second)).isEqualTo(201);
        assertThat(second.getResponseBody()).isEqualTo(first.getResponseBody());
        assertThat(second.getResponseHeaders().getFirst("Idempotent-Replayed")).isEqualTo("true");
        assertThat(database.ask("SELECT count(*) FROM idempotent_answer WHERE status = 201"))
                .isEqualTo("1");
        assertThat(post(path, "k-8", body).getResponseBody()).isEqualTo(first.getResponseBody());
    }

    /** The answer is not known, what was made is. */
    private void forgetAnswers() {
        database.execute("UPDATE idempotent_answer SET status = NULL, answer = NULL, leased_until = now()");
    }

    @Test
    void saysSoWhenWhatWasMadeIsGone() {
        String body = "{\"name\": \"short-lived\", \"uid\": \"short-lived\"}";
        post(APP, "k-9", body);
        api.send(HttpMethod.DELETE, APP + "/short-lived", null, HttpStatus.NO_CONTENT);
        forgetAnswers();

        EntityExchangeResult<byte[]> again = post(APP, "k-9", body);

        assertThat(status(again)).isEqualTo(409);
        assertThat(new String(again.getResponseBodyContent(), StandardCharsets.UTF_8))
                .contains("app_")
                .contains("not there any more");
    }

    @Test
    void whoeverHasLostTheKeyCommitsNothing() throws SQLException {
        EntityExchangeResult<byte[]> late;
        try (Connection table = database.holding("LOCK TABLE application IN SHARE MODE")) {
            CompletableFuture<EntityExchangeResult<byte[]>> post =
                    CompletableFuture.supplyAsync(() -> post(APP, "k-10", "{\"name\": \"late\"}"));
            await().until(() -> database.ask("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                            + " AND wait_event_type = 'Lock' AND query LIKE '%INSERT INTO application (%'")
                    .equals("1"));
            database.execute("UPDATE idempotent_answer SET claim = gen_random_uuid() WHERE status IS NULL");
            table.rollback();
            late = post.join();
        }

        assertThat(status(late)).isEqualTo(409);
        assertThat(database.ask("SELECT count(*) FROM application WHERE name = 'late'"))
                .isEqualTo("0");
    }

    @Test
    void doesNotForgetWhatWasMadeWhenItCannotBeAnswered() {
        KeyedRequest request = new KeyedRequest(new UUID(1, 1), new UUID(2, 2), new SecretKeySpec(new byte[32], "AES"));
        UUID claim = new UUID(3, 3);
        answers.claim(request, claim)
                .then(answers.made(request, claim, "app_1"))
                .then(answers.release(request, claim))
                .toFuture()
                .join();

        assertThat(answers.claim(request, new UUID(4, 4)).toFuture().join()).isEqualTo(new Claim.Made(claim, "app_1"));
    }

    @Test
    void knowsAllThatIsMadeByAPostAndShownByAGet() {
        JsonNode paths = api.get("/api/v1/openapi.json", HttpStatus.OK).path("paths");

        assertThat(paths.propertyStream()
                        .map(Map.Entry::getKey)
                        .filter(path -> isMadeAndShown(paths, path))
                        .toList())
                .containsExactlyInAnyOrderElementsOf(Creation.PATHS);
    }

    private static boolean isMadeAndShown(JsonNode paths, String path) {
        String made = answer(paths.path(path).path("post"), "201");
        return !made.isEmpty()
                && paths.propertyStream()
                        .filter(one -> one.getKey().matches(Pattern.quote(path) + "/\\{\\w+}"))
                        .anyMatch(
                                one -> answer(one.getValue().path("get"), "200").equals(made));
    }

    private static String answer(JsonNode operation, String status) {
        return operation
                .path("responses")
                .path(status)
                .path("content")
                .path("application/json")
                .path("schema")
                .path("$ref")
                .asString("");
    }

    private EntityExchangeResult<byte[]> post(String path, String key, String body) {
        return api.anonymous()
                .post()
                .uri(path)
                .header("Authorization", "Bearer " + api.key())
                .header("Idempotency-Key", key)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectBody()
                .returnResult();
    }

    private static int status(EntityExchangeResult<byte[]> answer) {
        return answer.getStatus().value();
    }
}
