package io.posthorn.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.Size;

class WebhookSignerTests {

    private static final SigningSecret SECRET =
            SigningSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").orElseThrow();
    private static final SigningSecret OLD_SECRET =
            SigningSecret.parse("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD").orElseThrow();

    @Example
    void signsThePublishedVector() {
        SignatureHeaders headers = WebhookSigner.sign(
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                Instant.ofEpochSecond(1614265330),
                "{\"test\": 2432232314}".getBytes(UTF_8),
                List.of(SECRET));

        assertThat(headers)
                .isEqualTo(new SignatureHeaders(
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        "1614265330",
                        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
    }

    @Example
    void signsBytesBeyondAscii() {
        SignatureHeaders headers = WebhookSigner.sign(
                "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W",
                Instant.ofEpochSecond(1674087231, 999_999_999),
                "{\"type\":\"contact.created\",\"note\":\"é😀\",\"n\":12345678901234567890}".getBytes(UTF_8),
                List.of(SECRET));

        assertThat(headers.signature()).isEqualTo("v1,OHw6v1Kn4JgUKaMUQSWlfmEEw4gJafS3PZ2HPBSqlaU=");
    }

    @Property
    void aStandardReceiverVerifiesEveryBody(@ForAll String body, @ForAll("keys") byte[] key) throws Exception {
        SymmetricSecret secret = new SymmetricSecret(key);
        String sent = new String(body.getBytes(UTF_8), UTF_8);

        verify(sent, WebhookSigner.sign("msg_1", now(), sent.getBytes(UTF_8), List.of(secret)), secret);
    }

    @Property(tries = 100)
    void whileRotatingReceiversVerifyWithTheNewAndWithTheOldSecret(@ForAll String body) throws Exception {
        String sent = new String(body.getBytes(UTF_8), UTF_8);
        SignatureHeaders headers =
                WebhookSigner.sign("msg_1", now(), sent.getBytes(UTF_8), List.of(SECRET, OLD_SECRET));

        verify(sent, headers, SECRET);
        verify(sent, headers, OLD_SECRET);
        assertThat(headers.signature().split(" ", -1)).hasSize(2).allMatch(token -> token.startsWith("v1,"));
    }

    @Property(tries = 200)
    void oneFlippedBitChangesTheSignature(
            @ForAll @Size(min = 1, max = 200) byte @ByteRange(min = 0) [] body, @ForAll int position) {
        byte[] flipped = body.clone();
        flipped[Math.floorMod(position, body.length)] ^= 1;

        assertThat(signature("msg_1", flipped)).isNotEqualTo(signature("msg_1", body));
        assertThatThrownBy(() -> verify(
                        new String(flipped, UTF_8), WebhookSigner.sign("msg_1", now(), body, List.of(SECRET)), SECRET))
                .isInstanceOf(WebhookVerificationException.class);
    }

    @Example
    void anotherIdTimeOrSecretChangesTheSignature() {
        byte[] body = {'{', '}'};
        String signature = signature("msg_1", body);

        assertThat(signature("msg_2", body)).isNotEqualTo(signature);
        assertThat(WebhookSigner.sign("msg_1", Instant.ofEpochSecond(2), body, List.of(SECRET))
                        .signature())
                .isNotEqualTo(signature);
        assertThat(WebhookSigner.sign("msg_1", Instant.EPOCH, body, List.of(OLD_SECRET))
                        .signature())
                .isNotEqualTo(signature);
    }

    @Example
    void signsEmptyBinaryAndLargeBodies() throws Exception {
        for (String body : List.of("", "a\r\nb\u0000c", "x".repeat(1 << 20))) {
            verify(body, WebhookSigner.sign("msg_1", now(), body.getBytes(UTF_8), List.of(SECRET)), SECRET);
        }
    }

    @Property
    void refusesIdsThatCouldMoveTheSeparator(@ForAll("unsafeIds") String id) {
        assertThatThrownBy(() -> signature(id, new byte[0])).isInstanceOf(IllegalArgumentException.class);
    }

    @Example
    void refusesToSignWithNothing() {
        assertThatThrownBy(() -> WebhookSigner.sign("msg_1", Instant.EPOCH, new byte[0], List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Provide
    Arbitrary<byte[]> keys() {
        return Arbitraries.bytes().array(byte[].class).ofMinSize(24).ofMaxSize(64);
    }

    @Provide
    Arbitrary<String> unsafeIds() {
        return Arbitraries.of("", "msg.1", ".", "msg 1", "msg\r\n1", "msg_é", "msg\u0000", "a:b");
    }

    private static String signature(String id, byte[] body) {
        return WebhookSigner.sign(id, Instant.EPOCH, body, List.of(SECRET)).signature();
    }

    private static void verify(String body, SignatureHeaders headers, SigningSecret secret) throws Exception {
        new Webhook(secret.text())
                .verify(
                        body,
                        Map.of(
                                "webhook-id", Collections.singletonList(headers.id()),
                                "webhook-timestamp", Collections.singletonList(headers.timestamp()),
                                "webhook-signature", Collections.singletonList(headers.signature())));
    }

    private static Instant now() {
        return Instant.now();
    }
}
