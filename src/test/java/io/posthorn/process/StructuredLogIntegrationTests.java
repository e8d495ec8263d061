package io.posthorn.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpStatus.ACCEPTED;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.OK;

import io.posthorn.ApiClient;
import io.posthorn.postgres.FreshDatabaseInitializer;
import io.posthorn.postgres.TestDatabase;
import io.posthorn.postgres.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The log as k8s/base wants it: every line an object, with the ids of what it is about in fields. */
@ProcessTest
class StructuredLogIntegrationTests {

    private static final String APP = "/api/v1/app/logged";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TestDatabase database = TestPostgres.freshDatabase();

    @TempDir
    Path directory;

    @Test
    void saysInFieldsWhatALineIsAbout() {
        try (PosthornProcess posthorn = server().start()) {
            ApiClient api = ApiClient.of(posthorn.port());
            String application = id(api.post("/api/v1/app", Map.of("name", "Logged", "uid", "logged"), CREATED));
            String endpoint = anEndpointThatCannotBeOpened(api);
            String message =
                    id(api.post(APP + "/msg", Map.of("eventType", "logged", "payload", Map.of("number", 1)), ACCEPTED));

            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(lines(posthorn)).anySatisfy(line -> {
                    assertThat(text(line, "message_id")).isEqualTo(message);
                    assertThat(text(line, "endpoint_id")).isEqualTo(endpoint);
                    assertThat(text(line, "application_id")).isEqualTo(application);
                    assertThat(text(line, "message")).startsWith("Attempt for message");
                });
                assertThat(lines(posthorn)).anySatisfy(line -> {
                    assertThat(text(line, "endpoint_id")).isEqualTo(endpoint);
                    assertThat(text(line, "message")).contains("cannot be opened");
                });
            });
        }
    }

    private String anEndpointThatCannotBeOpened(ApiClient api) {
        Map<String, String> endpoint = Map.of("url", "https://example.com/", "uid", "e");
        String id = id(api.post(APP + "/endpoint", endpoint, CREATED));
        database.execute("UPDATE endpoint_secret SET sealed_with = 'k9'");
        api.send(HttpMethod.PATCH, APP + "/endpoint/e", "{\"description\": \"read anew\"}", OK);
        return id;
    }

    private static String id(JsonNode made) {
        return text(made, "id");
    }

    private static String text(JsonNode object, String field) {
        return object.path(field).asString("");
    }

    /** All that are complete. */
    private static List<JsonNode> lines(PosthornProcess posthorn) {
        String log = posthorn.log();
        return log.substring(0, log.lastIndexOf('\n') + 1)
                .lines()
                .map(JsonMapper.shared()::readTree)
                .toList();
    }

    private PosthornProcess server() {
        return PosthornProcess.in(directory)
                .with("LOGGING_STRUCTURED_FORMAT_CONSOLE", "ecs")
                .with("SPRING_PROFILES_ACTIVE", "server")
                .with("SPRING_R2DBC_URL", database.r2dbcUrl())
                .with("SPRING_R2DBC_USERNAME", database.user())
                .with("SPRING_R2DBC_PASSWORD", database.password())
                .with("POSTHORN_ADMIN_KEY", FreshDatabaseInitializer.ADMIN_KEY)
                .with("POSTHORN_MASTER_KEYS", FreshDatabaseInitializer.MASTER_KEYS);
    }
}
