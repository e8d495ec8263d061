package io.posthorn.egress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.receiver.ReceivedRequest;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

@Timeout(30)
class WebhookClientIntegrationTests {

    private static final Duration DEADLINE = Duration.ofMillis(500);
    private static final Duration DRIP = Duration.ofMillis(50);
    private static final byte[] BODY = "{\"n\":1}".getBytes(UTF_8);

    private final ScriptedReceiver receiver = ScriptedReceiver.start();
    private final WebhookClient client = WebhookClient.open(EgressProperties.allowing("127.0.0.0/8"));

    @AfterEach
    void close() {
        assertThat(client.inFlight()).isZero();
        client.close();
        receiver.close();
    }

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

    static Stream<Arguments> informational() {
        String ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
        return Stream.of(
                Arguments.of("100", "HTTP/1.1 100 Continue\r\n\r\n" + ok),
                Arguments.of("102", "HTTP/1.1 102 Processing\r\n\r\n" + ok),
                Arguments.of("103", "HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n" + ok),
                Arguments.of(
                        "several",
                        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 102 P\r\n\r\n"
                                + "HTTP/1.1 199 What\r\n\r\n" + ok));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void informational(String name, String answer) {
        receiver.respond("/at-once", Script.raw(answer));
        receiver.respond("/slowly", slowly(answer));

        assertThat(post("/at-once")).isEqualTo(new Answer(200, null, "ok", false));
        assertThat(post("/slowly", Duration.ofSeconds(5))).isEqualTo(new Answer(200, null, "ok", false));
        assertThat(post("/at-once")).isEqualTo(new Answer(200, null, "ok", false));
        assertThat(receiver.connections()).isEqualTo(1);
    }

    @Test
    void anInformationalResponseAloneIsNoAnswer() {
        receiver.respond("/", Script.raw("HTTP/1.1 103 Early Hints\r\n\r\n").then(Script.hang()));

        assertFailed(FailureKind.TIMED_OUT, "the response headers were not complete");
    }

    @Test
    void anInformationalResponseAndThenTheEndIsABrokenConnection() {
        receiver.respond("/", Script.raw("HTTP/1.1 102 Processing\r\n\r\n").then(Script.close()));

        assertFailed(FailureKind.CONNECTION_BROKEN, "ended before the response headers");
    }

    @Test
    void informationalResponsesWithoutEndAreCutOff() {
        receiver.respond("/", Script.raw("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(200)).then(Script.hang()));

        assertFailed(FailureKind.MALFORMED_RESPONSE, "without end");
    }

    static Stream<Arguments> failures() {
        String twoThousand = "x-a: b\r\n".repeat(2_000);
        return Stream.of(
                failure("hang", Script.hang(), FailureKind.TIMED_OUT, "no answer within 0.5 s: waited 0."),
                failure("drips headers", Script.dripHeaders(DRIP), FailureKind.TIMED_OUT, "were not complete"),
                failure("closes", Script.close(), FailureKind.CONNECTION_BROKEN, "the connection ended"),
                failure("resets", Script.reset(), FailureKind.CONNECTION_BROKEN, "the connection ended"),
                failure("half a header", Script.raw("HTTP/1.1 200 OK\r\nx").then(Script.close()),
                        FailureKind.CONNECTION_BROKEN, "the connection ended"),
                failure("SSH", Script.raw("SSH-2.0-OpenSSH_9.6\r\n").then(Script.hang()),
                        FailureKind.MALFORMED_RESPONSE, "not valid HTTP"),
                failure("two lengths", Script.raw("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
                        FailureKind.MALFORMED_RESPONSE, "not valid HTTP"),
                failure("two framings",
                        Script.raw("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                        FailureKind.MALFORMED_RESPONSE, "not valid HTTP"),
                failure("2,000 headers", Script.raw("HTTP/1.1 200 OK\r\n" + twoThousand + "\r\n"),
                        FailureKind.MALFORMED_RESPONSE, "headers larger"),
                failure("long status line", Script.raw("HTTP/1.1 200 " + "x".repeat(5_000) + "\r\n\r\n"),
                        FailureKind.MALFORMED_RESPONSE, "status line longer"),
                failure("101", Script.raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"),
                        FailureKind.MALFORMED_RESPONSE, "another protocol"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void failures(String name, Script script, FailureKind kind, String detail) {
        receiver.respond("/", script);

        assertFailed(kind, detail);
        receiver.awaitOpenConnections(0);
        assertThat(receiver.requests()).hasSize(1);
        assertThat(client.resent()).isZero();
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                Arguments.of("drips its body", Script.dripBody(202, DRIP), 202),
                Arguments.of("drips the body of an error", Script.dripBody(500, DRIP), 500),
                Arguments.of("body without end", Script.endlessBody(200), 200),
                Arguments.of("truncated body", Script.truncatedBody(200), 200),
                Arguments.of("headers and then a reset",
                        Script.raw("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n").then(Script.reset()), 200),
                Arguments.of("broken chunk",
                        Script.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n").then(Script.hang()), 200));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void bodies(String name, Script script, int status) {
        receiver.respond("/", script);

        Answer answer = (Answer) post("/");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.truncated()).isTrue();
        receiver.awaitOpenConnections(0);
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
    void hangsUpAfter64Kilobytes() {
        receiver.respond("/", Script.status(200, "x".repeat(1_000_000)));

        Answer answer = (Answer) post("/");

        assertThat(answer.excerpt()).hasSize(16_384);
        receiver.awaitOpenConnections(0);
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
    void usesOneConnectionForOneRequestAfterAnother() {
        Flux.range(0, 50).concatMap(_ -> client.post(request(receiver.uri("/"), DEADLINE))).blockLast();

        assertThat(receiver.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("waysToLeave")
    void sendsAgainOnceWhenAReusedConnectionIsFoundDead(Script leaving) {
        receiver.respond("/", Script.ok(), leaving, Script.status(201));

        assertThat(post("/")).isEqualTo(answered(200));
        assertThat(post("/")).isEqualTo(answered(201));

        assertThat(receiver.requests()).hasSize(3).allMatch(request -> request.text().equals("{\"n\":1}"));
        assertThat(receiver.connections()).isEqualTo(2);
        assertThat(client.resent()).isEqualTo(1);
    }

    @Test
    void sendsAgainNoMoreThanOnce() {
        receiver.respond("/", Script.ok(), Script.close(), Script.close(), Script.ok());

        assertThat(post("/")).isEqualTo(answered(200));
        assertFailed(FailureKind.CONNECTION_BROKEN, "the connection ended");

        assertThat(receiver.requests()).hasSize(3);
    }

    @Test
    void doesNotSendAgainOnceAByteOfAResponseCame() {
        receiver.respond("/", Script.ok(), Script.raw("H").then(Script.close()), Script.ok());

        assertThat(post("/")).isEqualTo(answered(200));
        assertFailed(FailureKind.CONNECTION_BROKEN, "the connection ended");

        assertThat(receiver.requests()).hasSize(2);
        assertThat(client.resent()).isZero();
    }

    @Test
    void aReceiverThatTalksFirstIsNoReceiver() {
        receiver.greet(Script.raw("SSH-2.0-OpenSSH_9.6\r\n"));

        assertThat(post("/")).isInstanceOf(Failure.class);
        receiver.awaitOpenConnections(0);
    }

    @Test
    void aPortThatNobodyListensOnRefuses() {
        URI nobody = receiver.uri("/");
        receiver.close();

        assertThat(post(nobody, DEADLINE)).isEqualTo(new Failure(FailureKind.CONNECT_FAILED, "connection refused"));
    }

    @ParameterizedTest
    @MethodSource("phases")
    void cancellingClosesTheConnection(Script script) {
        receiver.respond("/", script);
        Disposable post = client.post(request(receiver.uri("/"), Duration.ofSeconds(20))).subscribe();
        receiver.awaitRequests(1);

        post.dispose();

        receiver.awaitOpenConnections(0);
    }

    @Test
    void countsWhatIsInFlight() {
        receiver.respond("/", Script.hang());
        List<Disposable> posts = Stream.generate(
                        () -> client.post(request(receiver.uri("/"), Duration.ofSeconds(20))).subscribe())
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
                .filter(exchange -> exchange instanceof Exchange.Answered(int status, _, _, _) && status == 200)
                .count()
                .block());

        assertThat(answered).isEqualTo(5_000);
        assertThat(receiver.requests()).hasSize(5_000);
    }

    static Stream<Script> waysToLeave() {
        return Stream.of(Script.close(), Script.reset());
    }

    static Stream<Script> phases() {
        return Stream.of(Script.hang(), Script.dripHeaders(DRIP), Script.dripBody(200, DRIP));
    }

    private static Script slowly(String text) {
        return text.chars()
                .mapToObj(c -> Script.raw(Character.toString(c)).after(Duration.ofMillis(1)))
                .reduce(Script::then)
                .orElseThrow();
    }

    private static Arguments failure(String name, Script script, FailureKind kind, String detail) {
        return Arguments.of(name, script, kind, detail);
    }

    private void assertFailed(FailureKind kind, String detail) {
        long began = System.nanoTime();

        Failure failure = (Failure) post("/");

        assertThat(failure.kind()).as(failure.detail()).isEqualTo(kind);
        assertThat(failure.detail()).contains(detail);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
    }

    private Object post(String path) {
        return post(path, DEADLINE);
    }

    private Object post(String path, Duration deadline) {
        return post(receiver.uri(path), deadline);
    }

    private Object post(URI uri, Duration deadline) {
        return switch (Objects.requireNonNull(client.post(request(uri, deadline)).block())) {
            case Exchange.Answered(int status, var retryAfter, byte[] excerpt, boolean truncated) ->
                new Answer(status, retryAfter, new String(excerpt, ISO_8859_1), truncated);
            case Exchange.Failed(FailureKind kind, String detail) -> new Failure(kind, detail);
        };
    }

    private static OutboundRequest request(URI uri, Duration deadline) {
        return new OutboundRequest(
                uri, List.of(new Header("user-agent", "test"), new Header("x-one", "1")), BODY, deadline);
    }

    private static Answer answered(int status) {
        return new Answer(status, null, "", false);
    }

    record Answer(int status, @Nullable String retryAfter, String excerpt, boolean truncated) {}

    record Failure(FailureKind kind, String detail) {}
}
