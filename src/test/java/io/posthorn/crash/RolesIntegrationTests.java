package io.posthorn.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.posthorn.crash.Fleet.Node;
import io.posthorn.process.ProcessTest;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One node that only takes messages and one that only delivers them. */
@ProcessTest
class RolesIntegrationTests {

    private static final Map<String, Object> MESSAGE = Map.of("eventType", "split", "payload", Map.of());

    @TempDir
    Path directory;

    @Test
    void theHalvesWorkOnDifferentNodes() {
        try (Fleet fleet = Fleet.open(
                        directory,
                        "roles",
                        (name, process) -> process.with("POSTHORN_ROLES", name),
                        "ingest",
                        "dispatch");
                ScriptedReceiver receiver = ScriptedReceiver.start()) {
            Node ingest = fleet.node(0);
            Node dispatch = fleet.node(1);
            receiver.respond("/hook", Script.ok());
            ingest.api().post("/api/v1/app", Map.of("name", "Split", "uid", "split"));
            ingest.api().post("/api/v1/app/split/endpoint", Map.of("url", receiver.url("/hook")));

            ingest.api().post("/api/v1/app/split/msg", MESSAGE);
            Awaitility.await().until(() -> receiver.requests().size() == 1);
            assertThatThrownBy(() -> dispatch.api().post("/api/v1/app/split/msg", MESSAGE))
                    .hasMessageContaining("503")
                    .hasMessageContaining("posthorn.roles");

            // Otherwise it is delivered again, which is right, and not what is counted here.
            Awaitility.await("its record")
                    .until(() -> fleet.database().ask(Books.OWED).equals("0"));
            dispatch.process().kill9();
            ingest.api().post("/api/v1/app/split/msg", MESSAGE);
            assertThat(fleet.database().ask("SELECT count(*) FROM pending WHERE node_id IS NULL"))
                    .isEqualTo("1");
            Awaitility.await()
                    .during(Duration.ofSeconds(2))
                    .until(() -> receiver.requests().size() == 1);
            dispatch.process().start();
            Awaitility.await().until(() -> receiver.requests().size() == 2);
        }
    }
}
