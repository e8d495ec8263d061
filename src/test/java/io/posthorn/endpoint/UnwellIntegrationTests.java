package io.posthorn.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpStatus.ACCEPTED;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.OK;

import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import io.posthorn.id.IdKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.r2dbc.core.DatabaseClient;
import tools.jackson.databind.JsonNode;

/** The endpoints that take nothing, in the order in which an operator wants to see them. */
@PosthornTest
class UnwellIntegrationTests {

    @LocalServerPort
    private int port;

    @Autowired
    private DatabaseClient database;

    @Autowired
    private EndpointHealth health;

    private ApiClient api;
    private String app;

    @BeforeEach
    void anApplication() {
        api = ApiClient.of(port).inNewOrganization();
        app = "/api/v1/app/"
                + api.post("/api/v1/app", Map.of("name", "Unwell"), CREATED)
                        .path("id")
                        .stringValue();
    }

    /** An endpoint that is held for an hour, and has failed for so many minutes unless these are none. */
    private String held(String name, int failingMinutes) {
        String endpoint = api.post(
                        app + "/endpoint",
                        Map.of("url", "https://93.184.215.14/" + name, "channels", List.of(name)),
                        CREATED)
                .path("id")
                .stringValue();
        database.sql("INSERT INTO endpoint_health (endpoint_id, held_until, reason, failing_since) VALUES (:id,"
                        + " now() + interval '1 hour', 'a test', CASE WHEN :minutes > 0"
                        + " THEN now() - make_interval(mins => :minutes) END)")
                .bind("id", IdKind.ENDPOINT.parse(endpoint).orElseThrow())
                .bind("minutes", failingMinutes)
                .then()
                .toFuture()
                .join();
        await().until(() ->
                health.of(IdKind.ENDPOINT.parse(endpoint).orElseThrow()).isPresent());
        return endpoint;
    }

    private void send(String channel, int messages) {
        for (int i = 0; i < messages; i++) {
            api.post(
                    app + "/msg",
                    Map.of("eventType", "a.b", "payload", Map.of(), "channels", List.of(channel)),
                    ACCEPTED);
        }
    }

    private List<String> listed(String field) {
        JsonNode data = api.get("/api/v1/stats/unwell", OK).path("data");
        return data.valueStream().map(one -> one.path(field).asString()).toList();
    }

    @Test
    void whatMostWaitsForComesFirstAndThenWhatHasFailedForLongest() {
        String asked = held("asked", 0);
        String lately = held("lately", 5);
        String most = held("most", 10);
        String longest = held("longest", 600);
        String some = held("some", 0);
        send("most", 3);
        send("some", 1);

        await().atMost(Duration.ofSeconds(20)).until(() -> listed("waiting").equals(List.of("3", "1", "0", "0", "0")));

        assertThat(listed("endpointId")).containsExactly(most, some, longest, lately, asked);
        assertThat(ApiClient.of(port)
                        .get("/api/v1/stats/unwell", OK)
                        .path("data")
                        .toString())
                .as("of another organization")
                .doesNotContain(most);
    }
}
