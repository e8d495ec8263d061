package io.posthorn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthQuestionTests {

    private static final int NO_BODY = -1;

    private final HttpServer server = server();

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void hearsThatAllIsWell() throws IOException {
        answer(204);

        assertThat(ask()).isEqualTo("It is well.");
    }

    @Test
    void hearsThatTheDatabaseIsAway() {
        answer(503);

        assertThatIllegalStateException().isThrownBy(this::ask).withMessageContaining("/api/v1/health answers 503");
    }

    @Test
    void hearsNothing() {
        server.stop(0);

        assertThatIOException().isThrownBy(this::ask);
    }

    private String ask() throws IOException {
        return HealthQuestion.ask(
                Map.of("SERVER_PORT", Integer.toString(server.getAddress().getPort())));
    }

    private void answer(int status) {
        server.createContext("/api/v1/health", exchange -> {
            exchange.sendResponseHeaders(status, NO_BODY);
            exchange.close();
        });
    }
}
