package io.posthorn.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpStatus.CREATED;

import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import io.posthorn.postgres.FreshDatabaseInitializer;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Each limit of a message at n, which is accepted, and at n + 1, which is refused by name. */
@PosthornTest
class PublishLimitsIntegrationTests {

    @LocalServerPort
    private int port;

    private ApiClient api = ApiClient.of(0);
    private String path = "";

    @BeforeEach
    void makeAnApplication() {
        api = ApiClient.of(port);
        String app = api.post("/api/v1/app", Map.of("name", "Limits"), CREATED)
                .path("id")
                .stringValue();
        path = "/api/v1/app/" + app + "/msg";
    }

    @ParameterizedTest
    @EnumSource
    void holdsAtTheLimitAndNotBehindIt(Limit limit) {
        assertThat(publish(limit, limit.most).getStatus().value()).as("at").isEqualTo(202);
        EntityExchangeResult<String> beyond = publish(limit, limit.most + 1);
        assertThat(beyond.getStatus().value()).as("beyond").isEqualTo(limit.status);
        assertThat(beyond.getResponseBody()).contains(limit.says);
    }

    private EntityExchangeResult<String> publish(Limit limit, int size) {
        WebTestClient.RequestBodySpec request = api.anonymous()
                .post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .header("Authorization", "Bearer " + FreshDatabaseInitializer.ADMIN_KEY);
        if (limit == Limit.KEY) {
            request.header("Idempotency-Key", "k".repeat(size));
        }
        return request.bodyValue(limit.body.apply(size))
                .exchange()
                .expectBody(String.class)
                .returnResult();
    }

    private static String message(String members) {
        return "{\"eventType\":\"a\",\"payload\":{}" + members + "}";
    }

    private static String names(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"" + prefix + i + "\"").collect(Collectors.joining(","));
    }

    private enum Limit {
        EVENT_TYPE(256, 422, "256", n -> "{\"eventType\":\"" + "t".repeat(n) + "\",\"payload\":{}}"),
        EVENT_ID(256, 422, "256", n -> message(",\"eventId\":\"" + "e".repeat(n) + "\"")),
        CHANNELS(10, 422, "10", n -> message(",\"channels\":[" + names("c", n) + "]")),
        CHANNEL(128, 422, "128", n -> message(",\"channels\":[\"" + "c".repeat(n) + "\"]")),
        TAGS(8, 422, "8", n -> message(",\"tags\":[" + names("t", n) + "]")),
        TAG(128, 422, "128", n -> message(",\"tags\":[\"" + "t".repeat(n) + "\"]")),
        KEY(255, 400, "255", n -> message("")),
        /** The message itself is one level. */
        DEPTH(
                99,
                400,
                "100 levels",
                n -> "{\"eventType\":\"a\",\"payload\":" + "{\"a\":".repeat(n - 1) + "{}" + "}".repeat(n - 1) + "}"),
        PAYLOAD(
                1 << 20,
                413,
                "1048576",
                n -> "{\"eventType\":\"a\",\"payload\":{\"a\":\"" + "x".repeat(n - 8) + "\"}}"),
        RAW_PAYLOAD(
                1 << 20,
                413,
                "1048576",
                n -> message(",\"transformationsParams\":{\"rawPayload\":\"" + "x".repeat(n) + "\"}")),
        BODY(
                (1 << 20) + (16 << 10),
                413,
                "1064960",
                n -> message(" ".repeat(n - message("").length())));

        private final int most;
        private final int status;
        private final String says;
        private final IntFunction<String> body;

        Limit(int most, int status, String says, IntFunction<String> body) {
            this.most = most;
            this.status = status;
            this.says = says;
            this.body = body;
        }
    }
}
