package io.posthorn.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.SslContextBuilder;
import io.posthorn.receiver.ScriptedReceiver;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.HttpResources;

@Timeout(30)
class NameResolutionIntegrationTests {

    @Test
    void aNameThatDoesNotExistIsTheReceiversFault() throws Exception {
        try (FakeNameServer server = FakeNameServer.failing(FakeNameServer.NXDOMAIN)) {
            assertThat(kind(server, "http://hooks.example.com/")).isEqualTo(FailureKind.DNS_FAILED);
            assertThat(server.asked()).containsOnly("hooks.example.com.");
        }
    }

    @Test
    void aNameWithoutAddressesIsTheReceiversFault() throws Exception {
        try (FakeNameServer server = FakeNameServer.answering()) {
            assertThat(kind(server, "http://hooks.example.com/")).isEqualTo(FailureKind.DNS_FAILED);
        }
    }

    @Test
    void aNameServerThatFailsIsOurFault() throws Exception {
        try (FakeNameServer server = FakeNameServer.failing(FakeNameServer.SERVFAIL)) {
            assertThat(kind(server, "http://hooks.example.com/")).isEqualTo(FailureKind.OURS);
        }
    }

    @Test
    void aNameServerThatIsSilentIsOurFaultAndSoonGivenUp() throws Exception {
        try (FakeNameServer server = FakeNameServer.failing(FakeNameServer.SILENT)) {
            long began = System.nanoTime();

            assertThat(kind(server, "http://hooks.example.com/")).isEqualTo(FailureKind.OURS);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void whatANameServerAnswersIsJudged() throws Exception {
        try (FakeNameServer server = FakeNameServer.answering((byte) 10, (byte) 0, (byte) 0, (byte) 1)) {
            assertThat(kind(server, "http://hooks.example.com/")).isEqualTo(FailureKind.NOT_ALLOWED);
            assertThat(kind(server, "http://hooks.example.com/")).isEqualTo(FailureKind.NOT_ALLOWED);
        }
    }

    @Test
    void whatANameServerAnswersIsDialled() throws Exception {
        try (FakeNameServer server = FakeNameServer.answering((byte) 127, (byte) 0, (byte) 0, (byte) 1);
                ScriptedReceiver receiver = ScriptedReceiver.start()) {
            EgressProperties properties = EgressProperties.allowing("127.0.0.0/8");

            try (WebhookClient client = open(server, properties)) {
                assertThat(post(client, "http://hooks.example.com:" + receiver.port() + "/"))
                        .isInstanceOf(Exchange.Answered.class);
            }
            assertThat(receiver.awaitRequests(1)).hasSize(1);
        }
    }

    private static FailureKind kind(FakeNameServer server, String url) throws Exception {
        try (WebhookClient client = open(server, EgressProperties.allowing())) {
            return ((Exchange.Failed) post(client, url)).kind();
        }
    }

    private static Exchange post(WebhookClient client, String url) {
        OutboundRequest request = new OutboundRequest(URI.create(url), List.of(), new byte[0], Duration.ofSeconds(10));
        return Objects.requireNonNull(client.post(request).block());
    }

    private static WebhookClient open(FakeNameServer server, EgressProperties properties) throws Exception {
        return new GuardedWebhookClient(
                properties,
                new GuardedConnections(
                        properties,
                        TargetLists.of(properties),
                        NameResolution.with(server.provider(), HttpResources.get()),
                        SslContextBuilder.forClient().build(),
                        HttpResources.get()),
                Schedulers.parallel());
    }
}
