package io.posthorn.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.OK;

import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import io.posthorn.postgres.FreshDatabaseInitializer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@PosthornTest
class BatchIntegrationTests {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String GOOD = "{\"eventType\":\"a\",\"payload\":{\"n\":1.10}}";

    @LocalServerPort
    private int port;

    private ApiClient api = ApiClient.of(0);
    private String app = "";

    @BeforeEach
    void makeAnApplication() {
        api = ApiClient.of(port);
        app = api.post("/api/v1/app", Map.of("name", "Batches"), CREATED)
                .path("id")
                .stringValue();
    }

    private JsonNode send(String body, HttpStatus expected, String... headers) {
        return send(app, "application/json", body, expected, headers);
    }

    private JsonNode send(String to, String type, String body, HttpStatus expected, String... headers) {
        WebTestClient.RequestBodySpec request = api.anonymous()
                .post()
                .uri("/api/v1/app/" + to + "/msg/batch")
                .header("Content-Type", type)
                .header("Authorization", "Bearer " + FreshDatabaseInitializer.ADMIN_KEY);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        byte[] answer = request.bodyValue(body.getBytes(StandardCharsets.UTF_8))
                .exchange()
                .expectStatus()
                .isEqualTo(expected)
                .expectBody()
                .returnResult()
                .getResponseBody();
        return JSON.readTree(answer == null ? "null".getBytes(StandardCharsets.UTF_8) : answer);
    }

    private static String statuses(JsonNode answer) {
        return StreamSupport.stream(answer.path("data").spliterator(), false)
                .map(result -> result.path("status").asString())
                .collect(Collectors.joining(" "));
    }

    private static String messages(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"eventType\":\"a\",\"payload\":{\"n\":" + i + "}}")
                .collect(Collectors.joining(",\n", "[", "]"));
    }

    private int stored() {
        return api.get("/api/v1/app/" + app + "/msg?limit=250", OK).path("data").size();
    }

    @Test
    void answersEachMessageInItsPlace() {
        JsonNode answer = send(
                "[" + GOOD + ", {\"eventType\":\"a b\",\"payload\":{}}, 7, {\"eventType\":\"b\"}, " + GOOD + "]",
                HttpStatus.ACCEPTED);

        assertThat(statuses(answer)).isEqualTo("202 422 422 422 202");
        assertThat(answer.path("accepted").intValue()).isEqualTo(2);
        assertThat(answer.path("failed").intValue()).isEqualTo(3);
        assertThat(answer.path("data").path(1).path("error").path("detail").toString())
                .contains("eventType");
        String first = answer.path("data").path(0).path("message").path("id").stringValue();
        assertThat(api.get("/api/v1/app/" + app + "/msg/" + first, OK)
                        .path("payload")
                        .path("n")
                        .doubleValue())
                .isEqualTo(1.1);
    }

    @Test
    void takesOneMessageALineAsWell() {
        JsonNode answer = send(app, "application/x-ndjson", GOOD + "\n\n" + GOOD + "\nno\n", HttpStatus.ACCEPTED);

        assertThat(statuses(answer)).isEqualTo("202 202 400");
    }

    @Test
    void takesAThousandAndSaysWhereItStopped() {
        assertThat(send(messages(1_000), HttpStatus.ACCEPTED).path("accepted").intValue())
                .isEqualTo(1_000);
        JsonNode longer = send(messages(1_001), HttpStatus.ACCEPTED);

        assertThat(longer.path("accepted").intValue()).isEqualTo(1_000);
        assertThat(longer.path("data").path(1_000).path("error").path("detail").stringValue())
                .contains("1000");
    }

    @Test
    void givesEachMessageOfARepeatedBatchItsFirstAnswer() {
        String batch = "[" + GOOD + "," + GOOD + "]";
        JsonNode first = send(batch, HttpStatus.ACCEPTED, "Idempotency-Key", "batch-1");
        JsonNode longer =
                send("[" + GOOD + "," + GOOD + "," + GOOD + "]", HttpStatus.ACCEPTED, "Idempotency-Key", "batch-1");

        assertThat(longer.path("data").path(0).path("message"))
                .isEqualTo(first.path("data").path(0).path("message"));
        assertThat(longer.path("data").path(1).path("replayed").booleanValue()).isTrue();
        assertThat(longer.path("data").path(2).path("replayed").booleanValue()).isFalse();
        assertThat(stored()).isEqualTo(3);
        JsonNode other = send(
                "[{\"eventType\":\"b\",\"payload\":{}}," + GOOD + "]",
                HttpStatus.ACCEPTED,
                "Idempotency-Key",
                "batch-1");
        assertThat(statuses(other)).isEqualTo("422 202");
    }

    @Test
    void answersTheWholeWhereNoSingleMessageIsToBlame() {
        send("[]", HttpStatus.UNPROCESSABLE_CONTENT);
        send("{}", HttpStatus.BAD_REQUEST);
        send("", HttpStatus.BAD_REQUEST);
        send("unknown", "application/json", "[" + GOOD + "," + GOOD + "]", HttpStatus.NOT_FOUND);
        send(app, "text/plain", "[]", HttpStatus.UNSUPPORTED_MEDIA_TYPE);
    }

    @Test
    void makesTheApplicationThatOneOfTheMessagesBrings() {
        String withApplication = "{\"eventType\":\"a\",\"payload\":{},\"application\":{\"name\":\"New\"}}";
        String withABrokenOne = "{\"eventType\":\"a\",\"payload\":{},\"application\":{\"name\":7}}";
        String fresh = "brought-by-a-batch-" + UUID.randomUUID();

        JsonNode answer = send(
                fresh,
                "application/json",
                "[" + withABrokenOne + "," + withApplication + "," + withApplication + "]",
                HttpStatus.ACCEPTED);
        assertThat(statuses(answer)).isEqualTo("422 202 202");

        JsonNode next = send(fresh, "application/json", "[" + GOOD + "," + GOOD + "]", HttpStatus.ACCEPTED);
        assertThat(statuses(next)).isEqualTo("202 202");
    }

    /** Many times, because what came of the first once hung on who was quicker. */
    @RepeatedTest(20)
    void takesNoMessageBeforeTheOneThatBringsTheApplication() {
        String withApplication = "{\"eventType\":\"a\",\"payload\":{},\"application\":{\"name\":\"New\"}}";

        JsonNode answer = send(
                "brought-later-" + UUID.randomUUID(),
                "application/json",
                "[" + GOOD + "," + GOOD + "," + withApplication + "," + GOOD + "]",
                HttpStatus.ACCEPTED);

        assertThat(statuses(answer)).isEqualTo("404 404 202 202");
    }

    @Test
    void keepsWhatCameBeforeABreak() {
        JsonNode answer = send("[" + GOOD + "," + GOOD + " " + GOOD, HttpStatus.ACCEPTED);

        assertThat(statuses(answer)).isEqualTo("202 202 400");
        assertThat(stored()).isEqualTo(2);
    }
}
