package io.posthorn.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpStatus.ACCEPTED;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.OK;

import io.posthorn.ApiClient;
import io.posthorn.postgres.FreshDatabaseInitializer;
import io.posthorn.postgres.TestDatabase;
import io.posthorn.postgres.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Callers who hang up while their messages are being committed: what they sent is there once, and nobody is woken. */
@ProcessTest
class GoneCallerIntegrationTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String MESSAGE = "{\"eventType\":\"gone\",\"payload\":{}}";

    private final TestDatabase database = TestPostgres.freshDatabase();

    @TempDir
    Path directory;

    private PosthornProcess posthorn;
    private ApiClient api;
    private int saidBefore;

    /** How a connection can end. */
    private enum HangUp {
        IN_ORDER {
            @Override
            void end(Socket socket) throws IOException {
                socket.close();
            }
        },
        BY_RESET {
            @Override
            void end(Socket socket) throws IOException {
                socket.setSoLinger(true, 0);
                socket.close();
            }
        };

        abstract void end(Socket socket) throws IOException;
    }

    @BeforeEach
    void start() {
        posthorn = PosthornProcess.in(directory)
                .with("SPRING_PROFILES_ACTIVE", "server")
                .with("SPRING_R2DBC_URL", database.r2dbcUrl())
                .with("SPRING_R2DBC_USERNAME", database.user())
                .with("SPRING_R2DBC_PASSWORD", database.password())
                .with("POSTHORN_ADMIN_KEY", FreshDatabaseInitializer.ADMIN_KEY)
                .with("POSTHORN_MASTER_KEYS", FreshDatabaseInitializer.MASTER_KEYS)
                .start();
        api = ApiClient.of(posthorn.port());
        api.post("/api/v1/app", Map.of("name", "Gone", "uid", "gone"), CREATED);
        saidBefore = posthorn.log().length();
    }

    @AfterEach
    void stop() {
        posthorn.close();
    }

    @ParameterizedTest
    @EnumSource
    void aMessageIsAcceptedOnceAndWithoutAWord(HangUp way) throws Exception {
        hangUpWhileItIsCommitted("/api/v1/app/gone/msg", MESSAGE, way);

        assertThat(posthorn.log().substring(saidBefore)).doesNotContain(" WARN ", " ERROR ");
    }

    @ParameterizedTest
    @EnumSource
    void soIsThatOfABatch(HangUp way) throws Exception {
        hangUpWhileItIsCommitted("/api/v1/app/gone/msg/batch", "[" + MESSAGE + "]", way);

        assertThat(posthorn.log().substring(saidBefore)).doesNotContain(" WARN ", " ERROR ");
    }

    private void hangUpWhileItIsCommitted(String path, String body, HangUp way) throws IOException, SQLException {
        try (Connection table = database.holding("LOCK TABLE message IN SHARE MODE");
                Socket caller = new Socket(InetAddress.getLoopbackAddress(), posthorn.port())) {
            caller.getOutputStream().write(request(path, body).getBytes(UTF_8));
            await("the writing of the message").atMost(PATIENCE).until(this::isHeld);
            way.end(caller);
            api.get("/api/v1/app/gone", OK);
            table.rollback();
        }
        await("the commit").atMost(PATIENCE).until(() -> messages().equals("1"));
        // Whatever is said about the answer to the first has been said when the second has its own.
        api.post("/api/v1/app/gone/msg", MESSAGE, ACCEPTED);
        assertThat(messages()).isEqualTo("2");
    }

    private static String request(String path, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + FreshDatabaseInitializer.ADMIN_KEY + "\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    private boolean isHeld() {
        return database.ask("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND wait_event_type = 'Lock' AND query LIKE 'COPY message %'")
                .equals("1");
    }

    private String messages() {
        return database.ask("SELECT count(*) FROM message");
    }
}
