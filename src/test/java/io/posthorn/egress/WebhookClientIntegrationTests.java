package io.posthorn.egress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.receiver.ReceivedRequest;
import io.posthorn.receiver.Script;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

@Timeout(30)
class WebhookClientIntegrationTests extends AgainstAScriptedReceiver {

    @Test
    void postsTheBytesAndHeadersAsGiven() {
        assertThat(post("/in/../%2e?a=%41&b[]=1")).isEqualTo(answered(200));

        ReceivedRequest request = receiver.awaitRequests(1).getFirst();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.target()).isEqualTo("/in/../%2e?a=%41&b[]=1");
        assertThat(request.header("host")).isEqualTo("127.0.0.1:" + receiver.port());
        assertThat(request.header("content-length")).isEqualTo("7");
        assertThat(request.header("x-one")).isEqualTo("1");
        assertThat(request.header("accept")).isEqualTo("*/*");
        assertThat(request.headers()).hasSize(5);
        assertThat(request.body()).isEqualTo(BODY);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 204, 205, 299, 304, 400, 410, 429, 500, 503, 599, 600, 999})
    void givesBackEveryFinalStatus(int status) {
        receiver.respond("/", Script.status(status));

        assertThat(post("/")).isEqualTo(answered(status));
    }

    @Test
    void givesBackTheBodyAndRetryAfter() {
        receiver.respond("/", Script.answer(503, "Retry-After: 120\r\n", "busy".getBytes(UTF_8)));

        assertThat(post("/")).isEqualTo(new Answer(503, "120", "busy", false));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void neverFollowsARedirect(int status) {
        receiver.respond("/", Script.status(status, "Location", receiver.url("/elsewhere")));

        assertThat(post("/")).isEqualTo(answered(status));
        assertThat(receiver.requests("/elsewhere")).isEmpty();
    }

    @Test
    void keeps16KilobytesOfABodyAndUsesTheConnectionAgain() {
        receiver.respond("/", Script.status(200, "x".repeat(20_000)));

        Answer answer = (Answer) post("/");

        assertThat(answer.excerpt()).isEqualTo("x".repeat(16_384));
        assertThat(answer.truncated()).isTrue();
        assertThat(post("/")).isEqualTo(answer);
        assertThat(receiver.connections()).isEqualTo(1);
    }

    @Test
    void keepsCompressedBodiesAsTheyCome() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write("x".repeat(1_000).getBytes(UTF_8));
        }
        receiver.respond("/", Script.answer(200, "Content-Encoding: gzip\r\n", bytes.toByteArray()));

        assertThat(post("/")).isEqualTo(new Answer(200, null, bytes.toString(ISO_8859_1), false));
    }

    @Test
    void aPortThatNobodyListensOnRefuses() throws IOException {
        // Bound, so that nobody else gets the port meanwhile.
        try (Socket silent = new Socket()) {
            silent.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
            URI nobody = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/");

            assertThat(post(nobody, PATIENCE)).isEqualTo(new Failure(FailureKind.CONNECT_FAILED, "connection refused"));
        }
    }

    @ParameterizedTest
    @MethodSource("phases")
    void cancellingClosesTheConnection(Script script) {
        receiver.respond("/", script);
        Disposable post =
                client.post(request(receiver.uri("/"), Duration.ofSeconds(20))).subscribe();
        receiver.awaitRequests(1);

        post.dispose();

        receiver.awaitOpenConnections(0);
    }

    @Test
    void countsWhatIsInFlight() {
        receiver.respond("/", Script.hang());
        List<Disposable> posts = Stream.generate(() -> client.post(request(receiver.uri("/"), Duration.ofSeconds(20)))
                        .subscribe())
                .limit(10)
                .toList();
        receiver.awaitRequests(10);

        assertThat(client.inFlight()).isEqualTo(10);
        posts.forEach(Disposable::dispose);
        Awaitility.await().until(() -> client.inFlight() == 0);
    }

    @Test
    void manyAtOnceAllArrive() {
        long answered = Objects.requireNonNull(Flux.range(0, 5_000)
                .flatMap(_ -> client.post(request(receiver.uri("/"), Duration.ofSeconds(10))), 64)
                .filter(exchange -> exchange instanceof Exchange.Answered answer && answer.status() == 200)
                .count()
                .block());

        assertThat(answered).isEqualTo(5_000);
        assertThat(receiver.requests()).hasSize(5_000);
    }

    static Stream<Script> phases() {
        return Stream.of(Script.hang(), Script.dripHeaders(DRIP), Script.dripBody(200, DRIP));
    }
}
