package io.posthorn.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.posthorn.PosthornTest;
import io.posthorn.postgres.FreshDatabaseInitializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/**
 * The published JavaScript SDK of the second generation, and the JavaScript library of Standard Webhooks. Skipped where
 * there is no Node of version 18 or later, or npm cannot install them.
 */
@PosthornTest
@TestPropertySource(properties = "posthorn.egress.allowed-networks=127.0.0.0/8")
class NodeSdkIntegrationTests {

    private static final Path SOURCES = Path.of("src/test/node");
    private static final Path WORK = Path.of("target/node");
    private static final int OLDEST_NODE = 18;

    @LocalServerPort
    private int port;

    @BeforeAll
    static void installTheSdk() throws IOException {
        Files.createDirectories(WORK);
        Program.Ending version = Program.run(WORK, Duration.ofSeconds(20), List.of("node", "--version"));
        assumeThat(majorOf(version.output()))
                .as("there is no Node of version %d or later, but: %s", OLDEST_NODE, version.output())
                .isGreaterThanOrEqualTo(OLDEST_NODE);
        for (String file : List.of("package.json", "walk.mjs")) {
            Files.copy(SOURCES.resolve(file), WORK.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Program.Ending install = Program.run(
                WORK,
                Duration.ofMinutes(2),
                List.of("npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"));
        assumeThat(install.code())
                .as("npm cannot install the SDK: %s", install.output())
                .isZero();
    }

    @Test
    void walksThroughTheWholeApi() {
        Program.Ending walk = Program.run(
                WORK,
                Duration.ofMinutes(2),
                List.of("node", "walk.mjs", "http://localhost:" + port, FreshDatabaseInitializer.ADMIN_KEY));

        assertThat(walk.code()).as(walk.output()).isZero();
        assertThat(walk.output()).contains("walked health");
    }

    private static int majorOf(String version) {
        return version.matches("(?s)v\\d+\\..*") ? Integer.parseInt(version.substring(1, version.indexOf('.'))) : 0;
    }
}
