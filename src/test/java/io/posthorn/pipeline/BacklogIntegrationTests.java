package io.posthorn.pipeline;

import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** More waits in the tables than there is room for, and the next look that comes by itself is far away. */
@PosthornTest
@DirtiesContext
@TestPropertySource(
        properties = {
            "posthorn.egress.allowed-networks=127.0.0.0/8",
            "posthorn.pipeline.born-owned=false",
            "posthorn.pipeline.claim-batch=10",
            "posthorn.pipeline.claim-every=10m",
        })
class BacklogIntegrationTests {

    private static final int BACKLOG = 500;

    @LocalServerPort
    private int port;

    @Autowired
    private DatabaseClient database;

    @Test
    void goesOnWithABacklogAsSoonAsThereIsRoom() {
        try (ScriptedReceiver receiver = ScriptedReceiver.start()) {
            receiver.respond("/hook", Script.ok().after(Duration.ofMillis(150)));
            ApiClient api = ApiClient.of(port);
            Scene scene = new Scene(api, database);
            scene.endpoint(receiver.url("/hook"));

            String message = "{\"eventType\":\"thing.done\",\"payload\":{}}";
            String batch = "[" + String.join(",", Collections.nCopies(BACKLOG, message)) + "]";
            api.post("/api/v1/app/" + scene.app() + "/msg/batch", batch, HttpStatus.ACCEPTED);

            Scene.awaitRequests(receiver, "/hook", BACKLOG);
            scene.awaitSettled();
        }
    }
}
