package io.posthorn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * docs/configuration.md is made from the settings' own classes: {@code mvn test -Dtest=ConfigurationReferenceTests
 * -Dconfiguration.write=true} writes it.
 */
class ConfigurationReferenceTests {

    private static final Path FILE = Path.of("docs", "configuration.md");

    private static final String HEAD = """
            # Configuration

            Each setting is a property, or an environment variable: `posthorn.throttle.per-host` is \
            `POSTHORN_THROTTLE_PER_HOST`. An unknown `POSTHORN_…` variable is named at the start, with the nearest one \
            that exists.

            | variable of Spring Boot | default | meaning |
            | --- | --- | --- |
            | `SERVER_PORT`, `SERVER_ADDRESS` | `8080`; `127.0.0.1` with the embedded PostgreSQL, else all | where it listens |
            | `SPRING_R2DBC_URL`, `_USERNAME`, `_PASSWORD` | | an external PostgreSQL, `r2dbc:postgresql://host/db`; \
            set, nothing is embedded |
            | `MANAGEMENT_SERVER_PORT` | `8081`; none with the embedded PostgreSQL | where figures and probes are, never \
            on the port of the API ([runbook](runbook.md)) |
            | `LOGGING_STRUCTURED_FORMAT_CONSOLE` | | `ecs` or `logstash`: the log as JSON |

            Made from the code by `mvn test -Dtest=ConfigurationReferenceTests -Dconfiguration.write=true`:

            | setting | default | meaning |
            | --- | --- | --- |
            """;

    @Test
    void theReferenceSaysWhatTheCodeSays() throws IOException {
        String made = HEAD + rows();
        if (Boolean.getBoolean("configuration.write")) {
            Files.writeString(FILE, made);
        }
        assertThat(Files.readString(FILE)).isEqualTo(made);
    }

    private static String rows() throws IOException {
        try (InputStream metadata = Objects.requireNonNull(ConfigurationReferenceTests.class.getResourceAsStream(
                "/META-INF/spring-configuration-metadata.json"))) {
            JsonNode properties = new JsonMapper().readTree(metadata).path("properties");
            return StreamSupport.stream(properties.spliterator(), false)
                    .filter(property -> name(property).startsWith("posthorn."))
                    .map(ConfigurationReferenceTests::row)
                    .distinct()
                    .sorted()
                    .collect(Collectors.joining("\n", "", "\n"));
        }
    }

    private static String row(JsonNode property) {
        String standard = defaultOf(property.path("defaultValue"));
        return "| `" + name(property) + "` | " + (standard.isEmpty() ? "" : "`" + standard + "`") + " | "
                + meaning(property.path("description").asString()) + " |";
    }

    private static String name(JsonNode property) {
        return property.path("name").asString();
    }

    private static String defaultOf(JsonNode value) {
        return value.isArray()
                ? StreamSupport.stream(value.spliterator(), false)
                        .map(JsonNode::asString)
                        .collect(Collectors.joining(", "))
                : value.isMissingNode() ? "" : value.asString();
    }

    /** As a sentence of the table: Javadoc's markup becomes Markdown's. */
    private static String meaning(String description) {
        String plain = description
                .replaceAll("\\{@code ([^}]*)}", "`$1`")
                .replaceAll("\\{@link ([^}]*)}", "$1")
                .replaceAll("\\s+", " ")
                .replace("|", "\\|")
                .strip();
        boolean acronym = plain.length() > 1 && Character.isUpperCase(plain.charAt(1));
        String begun = acronym ? plain : plain.substring(0, 1).toLowerCase(Locale.ROOT) + plain.substring(1);
        return begun.endsWith(".") ? begun.substring(0, begun.length() - 1) : begun;
    }
}
