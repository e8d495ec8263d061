package io.posthorn.playground;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.signing.SignatureHeaders;
import io.posthorn.signing.SymmetricSecret;
import io.posthorn.signing.WebhookSigner;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlaygroundTests {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private final Playground playground = new Playground(InstantSource.fixed(NOW));

    @Test
    void keepsTheLatestFifty() {
        for (int i = 0; i < 60; i++) {
            playground.receive("x", Map.of(), new byte[0]);
        }
        assertThat(playground.latest())
                .hasSize(50)
                .first()
                .extracting(Received::number)
                .isEqualTo(60L);
        playground.forget();
        assertThat(playground.latest()).isEmpty();
        assertThat(playground.count()).isEqualTo(60);
    }

    @Test
    void keepsNoMoreThanAMebibyte() {
        for (int i = 0; i < 40; i++) {
            playground.receive("x", Map.of("webhook-id", "msg_" + i), new byte[64 << 10]);
        }
        assertThat(playground.latest().stream().mapToInt(Received::size).sum())
                .isLessThanOrEqualTo(1 << 20)
                .isGreaterThan(900_000);
    }

    @Test
    void failsOncePerMessage() {
        playground.behave(Behaviour.FAILS_ONCE);
        assertThat(answerTo("msg_1")).isEqualTo(Answer.ERROR);
        assertThat(answerTo("msg_2")).isEqualTo(Answer.ERROR);
        assertThat(answerTo("msg_1")).isEqualTo(Answer.OK);
        playground.behave(Behaviour.SILENT);
        assertThat(answerTo("msg_1")).isEqualTo(Answer.NONE);
    }

    @Test
    void knowsARightSignature() {
        SymmetricSecret secret = SymmetricSecret.generate();
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        SignatureHeaders signed = WebhookSigner.sign("msg_1", NOW, body, List.of(secret, SymmetricSecret.generate()));
        Map<String, String> headers = Map.of(
                "webhook-id", signed.id(),
                "webhook-timestamp", signed.timestamp(),
                "webhook-signature", signed.signature());
        Received received = playground.receive("x", headers, body);
        assertThat(SignatureCheck.isRight(received, secret.text())).isTrue();
        assertThat(SignatureCheck.isRight(received, SymmetricSecret.generate().text()))
                .isFalse();
        assertThat(SignatureCheck.isRight(playground.receive("x", headers, new byte[1]), secret.text()))
                .isFalse();
        assertThat(SignatureCheck.isRight(playground.receive("x", Map.of(), body), secret.text()))
                .isFalse();
        assertThat(SignatureCheck.isRight(received, "no secret")).isFalse();
    }

    private Answer answerTo(String message) {
        return playground
                .receive("x", Map.of("webhook-id", message), new byte[0])
                .answer();
    }
}
