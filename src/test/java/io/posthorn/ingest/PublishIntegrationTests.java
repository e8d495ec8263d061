package io.posthorn.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpStatus.CREATED;

import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import io.posthorn.postgres.FreshDatabaseInitializer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@PosthornTest
class PublishIntegrationTests {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String GOOD = "{\"eventType\":\"a.b\",\"payload\":{\"n\":1.10}}";

    @LocalServerPort
    private int port;

    private ApiClient api = ApiClient.of(0);
    private String path = "";

    @BeforeEach
    void makeAnApplication() {
        api = ApiClient.of(port);
        String app = api.post("/api/v1/app", Map.of("name", "Publisher"), CREATED)
                .path("id")
                .stringValue();
        path = "/api/v1/app/" + app + "/msg";
    }

    private Answer publish(String body, String... headers) {
        return publish(path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    private Answer publish(String to, byte[] body, String... headers) {
        WebTestClient.RequestBodySpec request = api.anonymous()
                .post()
                .uri(to)
                .contentType(MediaType.APPLICATION_JSON)
                .header("Authorization", "Bearer " + FreshDatabaseInitializer.ADMIN_KEY);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        EntityExchangeResult<byte[]> result =
                request.bodyValue(body).exchange().expectBody().returnResult();
        byte[] answered = result.getResponseBody();
        return new Answer(
                result.getStatus().value(),
                JSON.readTree(answered == null ? "null".getBytes(StandardCharsets.UTF_8) : answered),
                answered == null ? "" : new String(answered, StandardCharsets.UTF_8),
                String.valueOf(result.getResponseHeaders().getContentType()),
                String.valueOf(result.getResponseHeaders().getFirst("Idempotent-Replayed")));
    }

    private record Answer(int status, JsonNode body, String raw, String contentType, String replayed) {

        String text(String field) {
            return body.path(field).asString("");
        }
    }

    private void assertProblem(Answer answer, int status, String... words) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        assertThat(answer.body().path("status").asInt()).isEqualTo(status);
        for (String word : words) {
            assertThat(answer.body().path("detail").toString()).contains(word);
        }
        assertThat(publish(GOOD).status()).isEqualTo(202);
    }

    @Test
    void answersWithEveryFieldOfTheSchemaAndTheVeryPayload() {
        Answer answer = publish(
                "{\"eventType\":\"a.b\",\"eventId\":\"e-1\",\"channels\":[\"x\",\"y\"],\"payload\":{\"n\": 1.10}}");
        JsonNode message = answer.body();

        assertThat(message.path("id").stringValue()).matches("msg_[0-9A-Za-z]{27}");
        assertThat(message.path("eventId").stringValue()).isEqualTo("e-1");
        assertThat(message.path("channels").toString()).isEqualTo("[\"x\",\"y\"]");
        assertThat(answer.raw()).contains("\"payload\":{\"n\": 1.10}");
        assertThat(publish(path + "?with_content=false", GOOD.getBytes(StandardCharsets.UTF_8))
                        .body()
                        .path("payload")
                        .size())
                .isZero();
    }

    @Test
    void namesWhereAFieldIsMissingOrOfTheWrongType() {
        assertProblem(publish("{\"payload\":{}}"), 422, "[\"body\",\"eventType\"]");
        assertProblem(publish("{\"eventType\":\"a\"}"), 422, "[\"body\",\"payload\"]");
        assertProblem(publish("{\"eventType\":7,\"payload\":{}}"), 422, "[\"body\",\"eventType\"]");
        assertProblem(publish("{\"eventType\":\"a b\",\"payload\":{}}"), 422, "[\"body\",\"eventType\"]");
        assertProblem(publish("{\"eventType\":\"a\",\"payload\":[]}"), 422, "[\"body\",\"payload\"]");
        assertProblem(
                publish("{\"eventType\":\"a\",\"channels\":[\"ok\",5],\"payload\":{}}"), 422, "\"channels\",\"1\"");
        assertProblem(publish("[]"), 422, "an object");
    }

    @Test
    void ignoresUnknownFields() {
        assertThat(publish("{\"eventType\":\"a\",\"payload\":{},\"new\":{\"in\":[\"2030\"]}}")
                        .status())
                .isEqualTo(202);
    }

    @Test
    void refusesWhatCannotBeRead() {
        assertProblem(publish("{\"eventType\":"), 400, "line 1");
        assertProblem(publish(""), 400, "no body");
        assertProblem(publish("{\"eventType\":\"a\",\"payload\":{}} x"), 400);
        assertProblem(publish("{\"eventType\":\"a\",\"eventType\":\"b\",\"payload\":{}}"), 400, "eventType");
    }

    @Test
    void tellsWhatIsNotThereAndWhoMayNot() {
        assertProblem(
                publish("/api/v1/app/app_unknown/msg", GOOD.getBytes(StandardCharsets.UTF_8)), 404, "app_unknown");
        api.anonymous()
                .post()
                .uri(path)
                .bodyValue(GOOD)
                .exchange()
                .expectStatus()
                .isUnauthorized();
        api.anonymous()
                .post()
                .uri(path)
                .header("Authorization", "Bearer wrong")
                .bodyValue(GOOD)
                .exchange()
                .expectStatus()
                .isUnauthorized();
    }

    @Test
    void takesAPayloadOfExactlyTheLimitAndNotAByteMore() {
        int limit = 1024 * 1024;
        String frame = "{\"a\":\"\"}";
        String largest = "{\"a\":\"" + "x".repeat(limit - frame.length()) + "\"}";
        String tooLarge = "{\"a\":\"" + "x".repeat(limit - frame.length() + 1) + "\"}";

        byte[] accepted = ("{\"eventType\":\"a\",\"payload\":" + largest + "}").getBytes(StandardCharsets.UTF_8);
        assertThat(publish(path + "?with_content=false", accepted).status()).isEqualTo(202);
        assertProblem(publish("{\"eventType\":\"a\",\"payload\":" + tooLarge + "}"), 413, Integer.toString(limit));
        assertProblem(publish("{\"eventType\":\"a\",\"payload\":{\"a\":\"" + "x".repeat(2 * limit) + "\"}}"), 413);
    }

    @Test
    void repeatsTheFirstAnswerForTheSameKeyBareOrQuoted() {
        Answer first = publish(GOOD, "Idempotency-Key", "key-1");
        Answer again = publish(GOOD, "Idempotency-Key", "\"key-1\"");

        assertThat(again.status()).isEqualTo(202);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(first.replayed()).isEqualTo("null");
        assertThat(again.replayed()).isEqualTo("true");
        assertProblem(publish(GOOD + " ", "Idempotency-Key", "key-1"), 422, "another request body");
        assertProblem(publish(GOOD, "Idempotency-Key", "with space"), 400, "Idempotency-Key");
    }

    @Test
    void refusesASecondMessageWithTheSameEventId() {
        String body = "{\"eventType\":\"a\",\"eventId\":\"once\",\"payload\":{}}";
        Answer first = publish(body);

        assertThat(first.status()).isEqualTo(202);
        assertProblem(publish(body), 409, first.text("id"));
    }

    @Test
    void makesTheApplicationWithItsFirstMessageAndNeverAgain() {
        String body = "{\"eventType\":\"a\",\"payload\":{},\"application\":{\"name\":\"Implicit\"}}";
        List<CompletableFuture<Answer>> racing = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> publish("/api/v1/app/implicit/msg", body.getBytes(StandardCharsets.UTF_8))))
                .toList();

        assertThat(racing.stream().map(CompletableFuture::join)).allMatch(answer -> answer.status() == 202);
        JsonNode made = api.get("/api/v1/app/implicit", HttpStatus.OK);
        assertThat(made.path("name").stringValue()).isEqualTo("Implicit");
        assertThat(api.get("/api/v1/app/implicit/msg", HttpStatus.OK).path("data"))
                .hasSize(8);
        assertProblem(
                publish(
                        "/api/v1/app/other/msg",
                        "{\"eventType\":\"a\",\"payload\":{},\"application\":{\"name\":7}}"
                                .getBytes(StandardCharsets.UTF_8)),
                422,
                "\"application\",\"name\"");
        assertProblem(
                publish(
                        "/api/v1/app/other/msg",
                        "{\"eventType\":\"a\",\"payload\":{},\"application\":{\"name\":\"n\",\"uid\":\"third\"}}"
                                .getBytes(StandardCharsets.UTF_8)),
                422,
                "third");
    }

    @Test
    void refusesTimesThatCannotBeMeant() {
        String far = Instant.now().plus(Duration.ofDays(8)).toString();
        String soon = Instant.now().plusSeconds(60).toString();
        String frame = "{\"eventType\":\"a\",\"payload\":{},";

        assertProblem(publish(frame + "\"deliverAt\":\"" + far + "\"}"), 422, "deliverAt", "168 hours");
        assertProblem(publish(frame + "\"deliverAt\":\"tomorrow\"}"), 422, "deliverAt", "RFC 3339");
        assertProblem(publish(frame + "\"deliverAt\":\"2026-11-21T14:05:00\"}"), 422, "with a zone");
        assertProblem(
                publish(frame + "\"deliverAt\":\"" + soon + "\",\"expiresAt\":\"" + soon + "\"}"),
                422,
                "later than deliverAt");
        assertProblem(
                publish(
                        frame
                                + "\"transformationsParams\":{\"rawPayload\":\"x\",\"headers\":{\"content-type\":\"a\\r\\nb\"}}}"),
                422,
                "media type");
    }

    @Test
    void makesOneMessageOfThirtyTwoRacingRequests() {
        List<CompletableFuture<Answer>> racing = IntStream.range(0, 32)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> publish(GOOD, "Idempotency-Key", "race")))
                .toList();

        assertThat(racing.stream()
                        .map(CompletableFuture::join)
                        .map(answer -> answer.text("id"))
                        .distinct())
                .hasSize(1);
        assertThat(racing.stream().map(CompletableFuture::join)).allMatch(answer -> answer.status() == 202);
    }
}
