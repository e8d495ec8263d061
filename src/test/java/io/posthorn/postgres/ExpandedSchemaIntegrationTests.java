package io.posthorn.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpStatus.ACCEPTED;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.OK;

import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import io.posthorn.receiver.ReceivedRequest;
import io.posthorn.receiver.ScriptedReceiver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** An upgrade as the nodes of the release before it live through it: the schema grows under them, and they work on. */
@PosthornTest
@DirtiesContext
@TestPropertySource(properties = "posthorn.egress.allowed-networks=127.0.0.0/8")
class ExpandedSchemaIntegrationTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** More often than a driver runs a statement before it keeps its plan. */
    private static final int OFTEN = 8;

    @LocalServerPort
    private int port;

    @Autowired
    private TestDatabase database;

    private final ScriptedReceiver receiver = ScriptedReceiver.start();
    private ApiClient api;
    private String endpoint;

    @BeforeEach
    void makeAnEndpoint() {
        api = ApiClient.of(port);
        api.post("/api/v1/app", Map.of("name", "Upgraded", "uid", "upgraded"), CREATED);
        endpoint = api.post("/api/v1/app/upgraded/endpoint", Map.of("url", receiver.url("/")), CREATED)
                .path("id")
                .stringValue();
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void aNodeWorksOnWhileTheSchemaGrows() throws Exception {
        everythingIsUsed(OFTEN);
        CountDownLatch grown = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<String>> load = threads.submit(() -> publishUntil(grown));
            for (String table : tables()) {
                database.execute("ALTER TABLE " + table + " ADD COLUMN of_the_next_release text DEFAULT 'x'");
            }
            database.execute("CREATE TABLE of_the_next_release (id uuid PRIMARY KEY)");
            grown.countDown();

            List<String> published = load.get();
            published.addAll(everythingIsUsed(OFTEN));
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(arrived()).containsAll(published));
        }
        assertThat(arrived()).doesNotHaveDuplicates();
    }

    private List<String> publishUntil(CountDownLatch end) {
        List<String> published = new ArrayList<>();
        while (end.getCount() > 0) {
            published.add(publish());
        }
        return published;
    }

    /** Each table is read and written, by the statements of the API and of deliveries; returns what was published. */
    private List<String> everythingIsUsed(int times) {
        List<String> published = new ArrayList<>();
        for (int time = 0; time < times; time++) {
            String message = publish();
            published.add(message);
            await().atMost(PATIENCE).until(() -> !api.get("/api/v1/app/upgraded/attempt/msg/" + message, OK)
                    .path("data")
                    .isEmpty());
            for (String path : List.of(
                    "/app",
                    "/app/upgraded",
                    "/event-type",
                    "/app/upgraded/endpoint/" + endpoint,
                    "/app/upgraded/endpoint/" + endpoint + "/secret",
                    "/app/upgraded/endpoint/" + endpoint + "/msg",
                    "/app/upgraded/msg",
                    "/app/upgraded/msg/" + message,
                    "/app/upgraded/attempt/endpoint/" + endpoint,
                    "/background-task",
                    "/audit",
                    "/organization",
                    "/auth/api-token",
                    "/operational-webhook/endpoint",
                    "/stats/traffic")) {
                api.get("/api/v1" + path, OK);
            }
            api.send(
                    HttpMethod.PATCH,
                    "/api/v1/app/upgraded/endpoint/" + endpoint,
                    "{\"description\": \"time " + time + "\"}",
                    OK);
        }
        return published;
    }

    private String publish() {
        return api.post(
                        "/api/v1/app/upgraded/msg",
                        "{\"eventType\": \"invoice.paid\", \"payload\": {\"invoice\": \"42\"}}",
                        ACCEPTED)
                .path("id")
                .stringValue();
    }

    private List<String> arrived() {
        return receiver.requests().stream()
                .map((ReceivedRequest request) -> request.header("webhook-id"))
                .toList();
    }

    /** All of Posthorn's, partitions only by their parents. */
    private List<String> tables() {
        return List.of(database.ask("""
                SELECT string_agg(relname, ',') FROM pg_class
                 WHERE relkind IN ('r', 'p') AND NOT relispartition
                   AND relnamespace = 'public'::regnamespace AND relname <> 'flyway_schema_history'
                """).split(","));
    }
}
