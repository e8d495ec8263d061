package io.posthorn.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContextBuilder;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class TlsIntegrationTests {

    private static final EgressProperties LOOPBACK = EgressProperties.allowing("127.0.0.0/8");

    private final FakeResolver names = new FakeResolver().answer("hooks.example.com", "127.0.0.1");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void postsToAReceiverWhoseCertificateIsGood() throws Exception {
        TestCertificates good = certificate("dns:hooks.example.com,ip:127.0.0.1", "-1d");

        try (ScriptedReceiver receiver = ScriptedReceiver.startTls(good.server());
                WebhookClient client = trusting(good)) {
            receiver.respond("/", Script.ok(), Script.close(), Script.status(201));

            assertThat(post(client, "https://hooks.example.com.:" + receiver.port() + "/"))
                    .isInstanceOfSatisfying(Exchange.Answered.class, answer -> assertThat(answer.status()).isEqualTo(200));
            assertThat(post(client, "https://hooks.example.com:" + receiver.port() + "/"))
                    .isInstanceOfSatisfying(Exchange.Answered.class, answer -> assertThat(answer.status()).isEqualTo(201));
            assertThat(post(client, receiver.url("/"))).isInstanceOf(Exchange.Answered.class);
            assertThat(receiver.connections()).isEqualTo(3);
        }
    }

    @Test
    void refusesACertificateThatNobodyVouchesFor() throws Exception {
        TestCertificates good = certificate("ip:127.0.0.1", "-1d");
        TestCertificates other = certificate("ip:127.0.0.1,ip:127.0.0.2", "-1d");

        try (ScriptedReceiver receiver = ScriptedReceiver.startTls(good.server());
                WebhookClient client = trusting(other)) {
            assertFailed(post(client, receiver.url("/")), "the certificate is not trusted");
            assertThat(receiver.requests()).isEmpty();
        }
    }

    @Test
    void refusesACertificateForAnotherHost() throws Exception {
        TestCertificates other = certificate("dns:other.example.com,ip:127.0.0.2", "-1d");

        try (ScriptedReceiver receiver = ScriptedReceiver.startTls(other.server());
                WebhookClient client = trusting(other)) {
            assertFailed(
                    post(client, "https://hooks.example.com:" + receiver.port() + "/"),
                    "the certificate is not valid for this host");
            assertFailed(post(client, receiver.url("/")), "the certificate is not valid for this host");
            assertThat(receiver.requests()).isEmpty();
        }
    }

    @Test
    void saysWhenACertificateExpired() throws Exception {
        TestCertificates expired = certificate("ip:127.0.0.1", "2020/01/01 12:00:00");

        try (ScriptedReceiver receiver = ScriptedReceiver.startTls(expired.server());
                WebhookClient client = trusting(expired)) {
            assertFailed(post(client, receiver.url("/")), "the certificate expired on 2020-01-11");
        }
    }

    @Test
    void saysWhenAReceiverDoesNotSpeakTls() throws Exception {
        try (ScriptedReceiver receiver = ScriptedReceiver.start().greet(Script.raw("HTTP/1.1 400 Bad\r\n\r\n"));
                WebhookClient client = WebhookClient.open(LOOPBACK)) {
            assertFailed(
                    post(client, "https://127.0.0.1:" + receiver.port() + "/"),
                    "the receiver does not speak TLS on this port");
        }
    }

    @Test
    void speaksNoOutdatedTls() throws Exception {
        assertThat(GuardedWebhookClient.trustingTheJdk()
                        .newEngine(ByteBufAllocator.DEFAULT)
                        .getEnabledProtocols())
                .containsOnly("TLSv1.2", "TLSv1.3");
    }

    private TestCertificates certificate(String names, String start) throws Exception {
        return TestCertificates.make(directory, names, start);
    }

    private WebhookClient trusting(TestCertificates certificates) throws Exception {
        return new GuardedWebhookClient(
                LOOPBACK,
                new GuardedConnections(
                        LOOPBACK,
                        names,
                        SslContextBuilder.forClient().trustManager(certificates.trust()).build()));
    }

    private static void assertFailed(Exchange exchange, String detail) {
        assertThat(exchange).isEqualTo(new Exchange.Failed(FailureKind.TLS_FAILED, detail));
    }

    private static Exchange post(WebhookClient client, String url) {
        OutboundRequest request = new OutboundRequest(URI.create(url), List.of(), new byte[0], Duration.ofSeconds(5));
        return Objects.requireNonNull(client.post(request).block());
    }
}
