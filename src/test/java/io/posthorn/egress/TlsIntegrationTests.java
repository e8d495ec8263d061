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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.HttpResources;

@Timeout(30)
class TlsIntegrationTests {

    private static final EgressProperties LOOPBACK = EgressProperties.allowing("127.0.0.0/8");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static TestCertificates authority;

    private final FakeResolver names = new FakeResolver().answer("hooks.example.com", "127.0.0.1");

    @BeforeAll
    static void makeAuthority() throws Exception {
        authority = TestCertificates.authority(directory.resolve("ours.p12"));
    }

    @Test
    void postsToAReceiverWhoseCertificateIsGoodAndToNoOther() throws Exception {
        TestCertificates other = TestCertificates.authority(directory.resolve("other.p12"));

        try (ScriptedReceiver receiver =
                        ScriptedReceiver.startTls(authority.receiver("dns:hooks.example.com,ip:127.0.0.1", "-1d"));
                WebhookClient client = trusting(authority);
                WebhookClient distrustful = trusting(other)) {
            receiver.respond("/", Script.ok(), Script.close(), Script.status(201));

            assertFailed(post(distrustful, receiver.url("/")), "the certificate is not trusted");
            assertThat(receiver.requests()).isEmpty();
            assertAnswered(post(client, "https://hooks.example.com.:" + receiver.port() + "/"), 200);
            assertAnswered(post(client, "https://hooks.example.com:" + receiver.port() + "/"), 201);
            assertAnswered(post(client, receiver.url("/")), 201);
        }
    }

    @Test
    void refusesACertificateForAnotherHost() throws Exception {
        try (ScriptedReceiver receiver =
                        ScriptedReceiver.startTls(authority.receiver("dns:other.example.com,ip:127.0.0.2", "-1d"));
                WebhookClient client = trusting(authority)) {
            assertFailed(
                    post(client, "https://hooks.example.com:" + receiver.port() + "/"),
                    "the certificate is not valid for this host");
            assertFailed(post(client, receiver.url("/")), "the certificate is not valid for this host");
            assertThat(receiver.requests()).isEmpty();
        }
    }

    @Test
    void saysWhenACertificateExpired() throws Exception {
        try (ScriptedReceiver receiver =
                        ScriptedReceiver.startTls(authority.receiver("ip:127.0.0.1", "2020/01/01 12:00:00"));
                WebhookClient client = trusting(authority)) {
            assertFailed(post(client, receiver.url("/")), "the certificate expired on 2020-01-11");
        }
    }

    @Test
    void saysWhenAReceiverDoesNotSpeakTls() throws Exception {
        try (ScriptedReceiver receiver = ScriptedReceiver.start().greet(Script.raw("HTTP/1.1 400 Bad\r\n\r\n"));
                WebhookClient client = WebhookClient.open(LOOPBACK, HttpResources.get())) {
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

    private WebhookClient trusting(TestCertificates certificates) throws Exception {
        return new GuardedWebhookClient(
                LOOPBACK,
                new GuardedConnections(
                        LOOPBACK,
                        TargetLists.of(LOOPBACK),
                        names,
                        SslContextBuilder.forClient()
                                .trustManager(certificates.trust())
                                .build(),
                        HttpResources.get()),
                Schedulers.parallel());
    }

    private static void assertAnswered(Exchange exchange, int status) {
        assertThat(exchange).isInstanceOfSatisfying(Exchange.Answered.class, answer -> assertThat(answer.status())
                .isEqualTo(status));
    }

    private static void assertFailed(Exchange exchange, String detail) {
        assertThat(exchange).isEqualTo(new Exchange.Failed(FailureKind.TLS_FAILED, detail));
    }

    private static Exchange post(WebhookClient client, String url) {
        OutboundRequest request = new OutboundRequest(URI.create(url), List.of(), new byte[0], Duration.ofSeconds(5));
        return Objects.requireNonNull(client.post(request).block());
    }
}
