package io.posthorn.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.PosthornTest;
import io.posthorn.postgres.FreshDatabaseInitializer;
import io.posthorn.postgres.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * A node is killed while it works on a POST with an idempotency key, and the caller repeats the POST at another node.
 * Locks hold the node at the place where it is to end.
 */
@PosthornTest
class KilledRequestIntegrationTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path directory;

    @LocalServerPort
    private int port;

    @Autowired
    private TestDatabase database = new TestDatabase("", 0, "", "", "");

    private PosthornProcess doomed;

    @BeforeEach
    void start() {
        doomed = PosthornProcess.in(directory)
                .with("SPRING_PROFILES_ACTIVE", "server")
                .with("SPRING_R2DBC_URL", database.r2dbcUrl())
                .with("SPRING_R2DBC_USERNAME", database.user())
                .with("SPRING_R2DBC_PASSWORD", database.password())
                .with("POSTHORN_ADMIN_KEY", FreshDatabaseInitializer.ADMIN_KEY)
                .with("POSTHORN_MASTER_KEYS", FreshDatabaseInitializer.MASTER_KEYS)
                .start();
    }

    @AfterEach
    void stop() {
        doomed.close();
    }

    @Test
    void whatWasBegunAndNotDoneIsDoneOnceByTheRepetition() throws SQLException {
        Request request = new Request("begun", "", "{\"name\": \"begun\"}");
        try (Connection table = database.holding("LOCK TABLE application IN SHARE MODE")) {
            request.sendTo(doomed.baseUrl());
            awaitHeld("INSERT INTO application%");
            doomed.kill9();
            table.rollback();
        }

        assertThat(request.repeat().statusCode()).isEqualTo(409);
        assertThat(database.ask("SELECT leased_until <= now() + interval '60 seconds' FROM idempotent_answer"
                        + " WHERE status IS NULL"))
                .isEqualTo("t");
        aMinutePasses();
        HttpResponse<String> done = request.repeat();
        assertThat(done.statusCode()).as(done.body()).isEqualTo(201);
        HttpResponse<String> again = request.repeat();
        assertThat(again.body()).isEqualTo(done.body());
        assertThat(again.headers().firstValue("Idempotent-Replayed")).hasValue("true");
        assertThat(applications("begun")).isEqualTo("1");
    }

    @Test
    void whatWasDoneAndNotAnsweredIsNotDoneAgain() throws SQLException {
        Request request = new Request("done", "", "{\"name\": \"done\"}");
        endBetweenCommitAndAnswer(request);
        assertThat(applications("done")).isEqualTo("1");

        HttpResponse<String> done = request.repeat();
        assertThat(done.statusCode()).as(done.body()).isEqualTo(201);
        assertThat(done.body()).contains("\"name\":\"done\"");
        aMinutePasses();
        HttpResponse<String> again = request.repeat();
        assertThat(again.body()).isEqualTo(done.body());
        assertThat(again.headers().firstValue("Idempotent-Replayed")).hasValue("true");
        assertThat(applications("done")).isEqualTo("1");
    }

    private void endBetweenCommitAndAnswer(Request request) throws SQLException {
        database.execute("CREATE FUNCTION await_test() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN PERFORM pg_advisory_xact_lock(77); RETURN new; END $$;"
                + " CREATE TRIGGER await_test BEFORE UPDATE OF status ON idempotent_answer"
                + " FOR EACH ROW EXECUTE FUNCTION await_test()");
        try (Connection answer = database.holding("SELECT pg_advisory_xact_lock(77)")) {
            request.sendTo(doomed.baseUrl());
            awaitHeld("UPDATE idempotent_answer%");
            doomed.kill9();
            // A statement that waits for a lock does not notice that nobody waits for its result any more.
            database.ask("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE "
                    + held("UPDATE idempotent_answer%"));
            answer.rollback();
        }
        database.execute("DROP TRIGGER await_test ON idempotent_answer; DROP FUNCTION await_test");
    }

    private void awaitHeld(String statement) {
        await().atMost(PATIENCE)
                .until(() -> database.ask("SELECT count(*) FROM pg_stat_activity WHERE " + held(statement))
                        .equals("1"));
    }

    private static String held(String statement) {
        return "datname = current_database() AND wait_event_type = 'Lock' AND ltrim(query, E' \\n') LIKE '" + statement
                + "'";
    }

    private void aMinutePasses() {
        database.execute("UPDATE idempotent_answer SET leased_until = leased_until - interval '60 seconds'");
    }

    private String applications(String name) {
        return database.ask("SELECT count(*) FROM application WHERE name = '" + name + "'");
    }

    /** One POST, which can be sent to any node. */
    private final class Request {

        private final String key;
        private final String query;
        private final String body;

        Request(String key, String query, String body) {
            this.key = key;
            this.query = query;
            this.body = body;
        }

        void sendTo(String node) {
            HTTP.sendAsync(at(node), HttpResponse.BodyHandlers.discarding());
        }

        /** To the node that lives. */
        HttpResponse<String> repeat() {
            try {
                return HTTP.send(at("http://localhost:" + port), HttpResponse.BodyHandlers.ofString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        private HttpRequest at(String node) {
            return HttpRequest.newBuilder(URI.create(node + "/api/v1/app" + query))
                    .header("authorization", "Bearer " + FreshDatabaseInitializer.ADMIN_KEY)
                    .header("content-type", "application/json")
                    .header("idempotency-key", key)
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
        }
    }
}
