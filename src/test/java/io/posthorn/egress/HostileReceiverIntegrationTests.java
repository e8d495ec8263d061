package io.posthorn.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.receiver.Script;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything a receiver may do to us, each with the outcome it gets and a bound on the time it takes. */
class HostileReceiverIntegrationTests extends AgainstAScriptedReceiver {

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
        assertThat(post("/slowly", PATIENCE)).isEqualTo(new Answer(200, null, "ok", false));
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
        receiver.respond(
                "/", Script.raw("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(200)).then(Script.hang()));

        assertFailed(FailureKind.MALFORMED_RESPONSE, "without end");
    }

    static Stream<Arguments> failures() {
        String twoThousand = "x-a: b\r\n".repeat(2_000);
        return Stream.of(
                failure("hang", Script.hang(), FailureKind.TIMED_OUT, "no answer within 0.5 s: waited 0."),
                failure("drips headers", Script.dripHeaders(DRIP), FailureKind.TIMED_OUT, "were not complete"),
                failure("closes", Script.close(), FailureKind.CONNECTION_BROKEN, "the connection ended"),
                failure("resets", Script.reset(), FailureKind.CONNECTION_BROKEN, "the connection ended"),
                failure(
                        "half a header",
                        Script.raw("HTTP/1.1 200 OK\r\nx").then(Script.close()),
                        FailureKind.CONNECTION_BROKEN,
                        "the connection ended"),
                failure(
                        "SSH",
                        Script.raw("SSH-2.0-OpenSSH_9.6\r\n").then(Script.hang()),
                        FailureKind.MALFORMED_RESPONSE,
                        "not valid HTTP"),
                failure(
                        "two lengths",
                        Script.raw("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
                        FailureKind.MALFORMED_RESPONSE,
                        "not valid HTTP"),
                failure(
                        "two framings",
                        Script.raw(
                                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                        FailureKind.MALFORMED_RESPONSE,
                        "not valid HTTP"),
                failure(
                        "2,000 headers",
                        Script.raw("HTTP/1.1 200 OK\r\n" + twoThousand + "\r\n"),
                        FailureKind.MALFORMED_RESPONSE,
                        "headers larger"),
                failure(
                        "long status line",
                        Script.raw("HTTP/1.1 200 " + "x".repeat(5_000) + "\r\n\r\n"),
                        FailureKind.MALFORMED_RESPONSE,
                        "status line longer"),
                failure(
                        "101",
                        Script.raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"),
                        FailureKind.MALFORMED_RESPONSE,
                        "another protocol"));
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
                Arguments.of(
                        "headers and then a reset",
                        Script.raw("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")
                                .then(Script.reset()),
                        200),
                Arguments.of(
                        "broken chunk",
                        Script.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")
                                .then(Script.hang()),
                        200));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void bodies(String name, Script script, int status) {
        receiver.respond("/", script);

        Answer answer = (Answer) post("/", DEADLINE);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.truncated()).isTrue();
        receiver.awaitOpenConnections(0);
    }

    @Test
    void hangsUpAfter64Kilobytes() {
        receiver.respond("/", Script.status(200, "x".repeat(1_000_000)));

        Answer answer = (Answer) post("/");

        assertThat(answer.excerpt()).hasSize(16_384);
        receiver.awaitOpenConnections(0);
    }

    @Test
    void aReceiverThatTalksFirstIsNoReceiver() {
        receiver.greet(Script.raw("SSH-2.0-OpenSSH_9.6\r\n"));

        assertThat(post("/")).isInstanceOf(Failure.class);
        receiver.awaitOpenConnections(0);
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
}
