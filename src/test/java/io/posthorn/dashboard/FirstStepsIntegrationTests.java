package io.posthorn.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpStatus.ACCEPTED;
import static org.springframework.http.HttpStatus.CREATED;

import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import io.posthorn.receiver.ScriptedReceiver;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** A new installation says what to do first, until it is done. */
@PosthornTest
@DirtiesContext
@TestPropertySource(properties = {"posthorn.egress.allowed-networks=127.0.0.0/8", "posthorn.tests-per-minute=9"})
class FirstStepsIntegrationTests {

    @LocalServerPort
    private int port;

    @Test
    void theStepsTickThemselvesAndGoAway() {
        PageClient admin = PageClient.signedIn(port);
        ApiClient api = ApiClient.of(port);
        assertThat(admin.page("/dashboard")).contains("Four steps").doesNotContain("class=\"done\"");
        api.post("/api/v1/app", Map.of("name", "First", "uid", "first"), CREATED);
        assertThat(admin.page("/dashboard")).containsOnlyOnce("class=\"done\"").contains("/endpoints/new");
        try (ScriptedReceiver receiver = ScriptedReceiver.start()) {
            api.post("/api/v1/app/first/endpoint", Map.of("url", receiver.url("/")), CREATED);
            api.post("/api/v1/app/first/msg", "{\"eventType\":\"a.b\",\"payload\":{}}", ACCEPTED);
            Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(admin.page("/dashboard"))
                    .doesNotContain("Four steps"));
        }
        assertThat(admin.page("/dashboard")).contains("Every endpoint answers");
    }
}
