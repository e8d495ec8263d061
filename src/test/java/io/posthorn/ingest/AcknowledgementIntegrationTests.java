package io.posthorn.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpStatus.CREATED;

import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import io.posthorn.postgres.FreshDatabaseInitializer;
import io.posthorn.postgres.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is answered when the commit takes longer than callers are kept waiting. */
@PosthornTest
@DirtiesContext
@TestPropertySource(properties = "posthorn.ingest.acknowledge-within=1s")
class AcknowledgementIntegrationTests {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String PLAIN = "{\"eventType\":\"a\",\"payload\":{}}";
    private static final String WITH_EVENT_ID = "{\"eventType\":\"a\",\"eventId\":\"e-1\",\"payload\":{}}";

    @LocalServerPort
    private int port;

    @Autowired
    private TestDatabase database = new TestDatabase("", 0, "", "", "");

    private String messages = "";

    @BeforeEach
    void makeAnApplication() {
        messages = "/api/v1/app/"
                + ApiClient.of(port)
                        .post("/api/v1/app", Map.of("name", "Waiting"), CREATED)
                        .path("id")
                        .stringValue()
                + "/msg";
    }

    @Test
    void aRequestIsToBeRepeatedAndThenGetsItsFirstAnswer() throws SQLException {
        try (Connection keys = database.holding("LOCK TABLE message_key IN SHARE MODE")) {
            EntityExchangeResult<byte[]> late = post(messages, PLAIN, "late-1");
            assertThat(late.getStatus().value()).isEqualTo(503);
            assertThat(late.getResponseHeaders().getFirst("Retry-After")).isEqualTo("1");
            keys.rollback();
        }

        EntityExchangeResult<byte[]> again = post(messages, PLAIN, "late-1");
        assertThat(again.getStatus().value()).isEqualTo(202);
        assertThat(again.getResponseHeaders().getFirst("Idempotent-Replayed")).isEqualTo("true");
    }

    @Test
    void aBatchIsToldOfEachMessageWhetherItIsCommitted() throws SQLException {
        try (Connection keys = database.holding("LOCK TABLE message_key IN SHARE MODE")) {
            EntityExchangeResult<byte[]> late =
                    post(messages + "/batch", "[" + PLAIN + "," + WITH_EVENT_ID + "," + PLAIN + "]", null);
            assertThat(late.getStatus().value()).isEqualTo(202);
            JsonNode results = JSON.readTree(late.getResponseBody()).path("data");
            assertThat(results.path(0).path("status").intValue()).isEqualTo(202);
            assertThat(results.path(1).path("status").intValue()).isEqualTo(503);
            assertThat(results.path(2).path("status").intValue()).isEqualTo(202);
            keys.rollback();
        }

        // It was on its way all the same.
        assertThat(post(messages, WITH_EVENT_ID, null).getStatus().value()).isEqualTo(409);
    }

    private EntityExchangeResult<byte[]> post(String path, String body, @Nullable String key) {
        var request = ApiClient.of(port)
                .anonymous()
                .post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .header("Authorization", "Bearer " + FreshDatabaseInitializer.ADMIN_KEY);
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return request.bodyValue(body).exchange().expectBody().returnResult();
    }
}
