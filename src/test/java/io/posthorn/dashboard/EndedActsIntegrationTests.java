package io.posthorn.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpStatus.ACCEPTED;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.OK;

import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** What is done with deliveries that ended, where there is more of it than one page of the API holds. */
@PosthornTest
@TestPropertySource(properties = "posthorn.egress.allowed-networks=127.0.0.0/8,::1/128")
class EndedActsIntegrationTests {

    private static final int A_PAGE = 250;

    @LocalServerPort
    private int port;

    @Test
    void allIsSentAgainToTheFirstEndpointAndToTheLast() {
        ApiClient api = ApiClient.of(port);
        String app = api.post("/api/v1/app", Map.of("name", "Crowded", "maxEndpoints", 300), CREATED)
                .path("id")
                .asString("");
        try (ScriptedReceiver receiver = ScriptedReceiver.start()) {
            List<String> paths = List.of("/first", "/last");
            paths.forEach(path -> receiver.respond(path, Script.status(500)));
            endpoint(api, app, receiver.url("/first"), Map.of());
            for (int i = 0; i < A_PAGE; i++) {
                endpoint(api, app, receiver.url("/other"), Map.of("channels", List.of("other")));
            }
            endpoint(api, app, receiver.url("/last"), Map.of());
            api.post("/api/v1/app/" + app + "/msg", Map.of("eventType", "order.paid", "payload", Map.of()), ACCEPTED);
            await().atMost(Duration.ofSeconds(30)).until(() -> failed(api, app) == 2);
            paths.forEach(path -> receiver.respond(path, Script.ok()));

            PageClient.signedIn(port)
                    .send("/dashboard/applications/" + app + "/review/resend-all", Map.of())
                    .expectStatus()
                    .isSeeOther();

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> paths.forEach(
                            path -> assertThat(receiver.requests(path)).as(path).hasSize(2)));
            assertThat(receiver.requests("/other")).isEmpty();
        }
    }

    private static int failed(ApiClient api, String app) {
        return api.get("/api/v1/app/" + app + "/delivery/failed/count", OK)
                .path("count")
                .asInt(0);
    }

    private static void endpoint(ApiClient api, String app, String url, Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>(more);
        body.put("url", url);
        body.put("retry", Map.of("preset", "none"));
        api.post("/api/v1/app/" + app + "/endpoint", body, CREATED);
    }
}
