package io.posthorn.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What Compose starts; an engine would be needed to see it start. */
class ComposeFileTests {

    private final Map<?, ?> compose = compose();

    private static Map<?, ?> compose() {
        try {
            return StrictReader.trees(Files.readString(Path.of("compose.yaml"))).getFirst();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void hasNoDefaultForAnySecret() {
        Stream<@Nullable Object> secrets = Stream.of(
                at("services", "posthorn", "environment", "SPRING_R2DBC_PASSWORD"),
                at("services", "posthorn", "environment", "POSTHORN_ADMIN_KEY"),
                at("services", "posthorn", "environment", "POSTHORN_MASTER_KEYS"),
                at("services", "postgres", "environment", "POSTGRES_PASSWORD"));

        assertThat(secrets).allSatisfy(secret -> assertThat(String.valueOf(secret))
                .matches("\\$\\{[A-Z_]+:\\?[^}]+}"));
    }

    @Test
    void isReachedFromThisMachineAlone() {
        assertThat(String.valueOf(at("services", "posthorn", "ports"))).isEqualTo("[127.0.0.1:8080:8080]");
        assertThat(at("services", "postgres", "ports")).isNull();
    }

    @Test
    void writesNowhereButToTmp() {
        assertThat(at("services", "posthorn", "read_only")).isEqualTo(true);
        assertThat(String.valueOf(at("services", "posthorn", "tmpfs"))).startsWith("[/tmp:");
        assertThat(String.valueOf(at("services", "posthorn", "cap_drop"))).isEqualTo("[ALL]");
    }

    private @Nullable Object at(String... path) {
        Object place = compose;
        for (String name : path) {
            place = place instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return place;
    }
}
