package io.posthorn.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import io.posthorn.id.IdGenerator;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

@PosthornTest
@DirtiesContext
@TestPropertySource(
        properties = {"posthorn.egress.allowed-networks=127.0.0.0/8", "posthorn.pipeline.audit-every=500ms"})
class SelfAuditIntegrationTests {

    private static final Duration OLD = Duration.ofSeconds(20);

    @LocalServerPort
    private int port;

    @Autowired
    private DatabaseClient database;

    @Autowired
    private SelfAudit audit;

    @Autowired
    private InstantSource clock;

    @Test
    void takesUpWhatTheTablesSayIsOursAndCountsItOnce() {
        try (ScriptedReceiver receiver = ScriptedReceiver.start()) {
            receiver.respond("/", Script.ok());
            Scene scene = new Scene(ApiClient.of(port), database);
            scene.endpoint(receiver.url("/"));
            scene.sendEvent("{}");
            receiver.awaitRequests(1);
            scene.awaitSettled();

            UUID forgotten = IdGenerator.floor(clock.instant().minus(OLD));
            scene.column("""
                    INSERT INTO message
                    SELECT (jsonb_populate_record(one, jsonb_build_object('id', '%s'))).* FROM message one
                    RETURNING id""".formatted(forgotten));
            scene.column("""
                    INSERT INTO pending (message_id, node_id)
                    SELECT '%s', id FROM node RETURNING message_id""".formatted(forgotten));

            await().atMost(Duration.ofSeconds(20))
                    .until(() -> receiver.requests().size() == 2);
            scene.awaitSettled();
            assertThat(audit.forgotten()).isEqualTo(1);
        }
    }
}
