package io.posthorn.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.OK;
import static org.springframework.http.HttpStatus.UNPROCESSABLE_CONTENT;

import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import io.posthorn.access.DefaultOrganization;
import io.posthorn.postgres.FreshDatabaseInitializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@PosthornTest
class EventExamplesIntegrationTests {

    private static final String PATH = "/api/v1/event-type";

    @LocalServerPort
    private int port;

    @Autowired
    private EventExamples examples;

    private ApiClient api = ApiClient.of(0);

    @BeforeEach
    void connect() {
        api = ApiClient.of(port);
    }

    @Test
    void takesTheExampleOfTheNewestSchema() {
        create("ex.versions", """
                {"2": {"example": {"v": 2}}, "10": {"example": {"v": 10.50}}, "1": {"example": {"v": 1}}}
                """);

        assertThat(example("ex.versions")).isEqualTo("{\"v\":10.50}");
    }

    @Test
    void makesOneUpWhereThereIsNone() {
        create("ex.made", "{\"1\": {\"properties\": {\"id\": {\"type\": \"integer\"}}}}");
        create("ex.text", "{\"1\": {\"type\": \"string\"}}");
        api.post(PATH, "{\"name\": \"ex.bare\", \"description\": \"d\"}", CREATED);

        assertThat(example("ex.made")).isEqualTo("{\"id\":1}");
        assertThat(example("ex.text")).isEqualTo("{\"example\":\"text\"}");
        assertThat(example("ex.bare")).startsWith("{\"type\":\"ex.bare\"");
        assertThat(example("ex.unknown")).isNull();
        assertThat(example("no name")).isNull();
    }

    @Test
    void keepsSchemasToTheLastDigit() {
        String schemas = "{\"1\":{\"z\":1.10,\"a\":12345678901234567890.12345678901234567890,\"m\":1E+400}}";
        create("ex.digits", schemas);

        assertThat(api.get(PATH + "/ex.digits", OK).path("schemas").toString()).isNotEmpty();
        String raw = new String(
                api.anonymous()
                        .get()
                        .uri(PATH + "/ex.digits")
                        .header("Authorization", "Bearer " + FreshDatabaseInitializer.ADMIN_KEY)
                        .exchange()
                        .expectBody()
                        .returnResult()
                        .getResponseBodyContent(),
                UTF_8);
        assertThat(raw).contains(schemas);
    }

    @Test
    void takesSchemasUpToTheLimitAndNoMore() {
        int room = EventTypeIn.MAX_SCHEMA_BYTES - "{\"1\":{\"d\":\"\"}}".length();

        create("ex.large", "{\"1\":{\"d\":\"" + "x".repeat(room) + "\"}}");
        api.post(
                PATH,
                "{\"name\": \"ex.larger\", \"description\": \"d\", \"schemas\": {\"1\":{\"d\":\"" + "x".repeat(room + 1)
                        + "\"}}}",
                UNPROCESSABLE_CONTENT);
    }

    private void create(String name, String schemas) {
        api.post(PATH, "{\"name\": \"" + name + "\", \"description\": \"d\", \"schemas\": " + schemas + "}", CREATED);
    }

    private @Nullable String example(String name) {
        byte[] example =
                examples.exampleFor(DefaultOrganization.ID, name).toFuture().join();
        return example == null ? null : new String(example, UTF_8);
    }
}
