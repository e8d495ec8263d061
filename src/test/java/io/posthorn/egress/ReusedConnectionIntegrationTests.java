package io.posthorn.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.receiver.Script;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;

class ReusedConnectionIntegrationTests extends AgainstAScriptedReceiver {

    @Test
    void usesOneConnectionForOneRequestAfterAnother() {
        Flux.range(0, 50)
                .concatMap(_ -> client.post(request(receiver.uri("/"), PATIENCE)))
                .blockLast();

        assertThat(receiver.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("waysToLeave")
    void sendsAgainOnceWhenAReusedConnectionIsFoundDead(Script leaving) {
        receiver.respond("/", Script.ok(), leaving, Script.status(201));

        assertThat(post("/")).isEqualTo(answered(200));
        assertThat(post("/")).isEqualTo(answered(201));

        assertThat(receiver.requests()).hasSize(3).allMatch(request -> request.text()
                .equals("{\"n\":1}"));
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

    static Stream<Script> waysToLeave() {
        return Stream.of(Script.close(), Script.reset());
    }

    @Test
    void aResponseThatNobodyAskedForIsNotTheAnswerToTheNextRequest() {
        String ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
        receiver.respond("/at-once", Script.raw(ok + ok.replace("200", "299")), Script.status(202));
        receiver.respond(
                "/later",
                Script.raw(ok).then(Script.raw(ok.replace("200", "299")).after(DRIP)),
                Script.status(202));

        assertThat(post("/at-once")).isEqualTo(answered(200));
        assertThat(post("/at-once")).isEqualTo(answered(202));
        assertThat(post("/later")).isEqualTo(answered(200));
        receiver.awaitOpenConnections(0);
        assertThat(post("/later")).isEqualTo(answered(202));
    }
}
