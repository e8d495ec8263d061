package io.posthorn.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.NO_CONTENT;
import static org.springframework.http.HttpStatus.OK;

import io.posthorn.ApiClient;
import io.posthorn.PosthornApplication;
import io.posthorn.PosthornTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;

/** What is ended at one node is refused by the other, which let it in a moment ago, within a second. */
@PosthornTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoNodesIntegrationTests {

    private static final String KEYS = "/api/v1/auth/api-token";
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Environment environment;
    private final ConfigurableApplicationContext otherNode;
    private final ApiClient there;
    private ApiClient here = ApiClient.of(0);

    TwoNodesIntegrationTests(@Autowired Environment environment) {
        this.environment = environment;
        this.otherNode = startOtherNode();
        this.there = ApiClient.of(otherNode.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
    }

    /** Another one each time: what failed is run once more, in the same database. */
    private final String shop = "shop-" + UUID.randomUUID();

    @BeforeAll
    void connect(@LocalServerPort int port) {
        here = ApiClient.of(port);
        here.post("/api/v1/app", Map.of("name", "Shop", "uid", shop), CREATED);
    }

    @AfterAll
    void stopOtherNode() {
        otherNode.close();
    }

    @RepeatedTest(3)
    void aRevokedKeyIsRefusedThere() {
        JsonNode made = here.post(KEYS, Map.of("name", "short", "scopes", List.of("read")), CREATED);
        String path = KEYS + "/" + made.path("id").stringValue() + "/expire";

        refusedThereAfter(made, () -> here.post(path, "{}", NO_CONTENT));
    }

    @RepeatedTest(3)
    void aVisitorWhoLoggedOutHereIsRefusedThere() {
        JsonNode access = visitor();
        ApiClient visitor = here.as(access.path("token").stringValue());

        refusedThereAfter(access, () -> visitor.send(POST, "/api/v1/auth/logout", null, NO_CONTENT));
    }

    @RepeatedTest(3)
    void visitorsWhoseTokensAreExpiredHereAreRefusedThere() {
        refusedThereAfter(visitor(), () -> here.post("/api/v1/auth/app/" + shop + "/expire-all", "{}", NO_CONTENT));
    }

    private JsonNode visitor() {
        return here.post("/api/v1/auth/app-portal-access/" + shop, "{}", OK);
    }

    private void refusedThereAfter(JsonNode made, Runnable end) {
        String token = made.path("token").stringValue();
        assertThat(statusThere(token)).isEqualTo(200);
        end.run();

        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .atMost(SECOND)
                .until(() -> statusThere(token) == 401);
        assertThat(statusThere(token)).isEqualTo(401);
    }

    private int statusThere(String token) {
        return there.anonymous()
                .get()
                .uri("/api/v1/app")
                .header("Authorization", "Bearer " + token)
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }

    private ConfigurableApplicationContext startOtherNode() {
        return new SpringApplicationBuilder(PosthornApplication.class)
                .profiles("server")
                .run(
                        "--server.port=0",
                        "--management.server.port=0",
                        argument("spring.r2dbc.url"),
                        argument("spring.r2dbc.username"),
                        argument("spring.r2dbc.password"),
                        argument("posthorn.admin-key"),
                        argument("posthorn.master-keys"));
    }

    private String argument(String property) {
        return "--" + property + "=" + environment.getRequiredProperty(property);
    }
}
