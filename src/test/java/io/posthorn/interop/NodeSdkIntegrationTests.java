package io.posthorn.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.PosthornTest;
import io.posthorn.postgres.FreshDatabaseInitializer;
import java.time.Duration;
import java.util.List;
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

    @LocalServerPort
    private int port;

    @Test
    void walksThroughTheWholeApi() {
        Program.Ending walk = Program.run(
                NodePackages.install(),
                Duration.ofMinutes(2),
                List.of("node", "walk.mjs", "http://localhost:" + port, FreshDatabaseInitializer.ADMIN_KEY));

        assertThat(walk.code()).as(walk.output()).isZero();
        assertThat(walk.output()).contains("walked health");
    }
}
