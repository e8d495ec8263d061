package io.posthorn.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.posthorn.receiver.ScriptedReceiver;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.net.ssl.SSLException;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.HttpResources;

@Timeout(30)
class GuardIntegrationTests {

    private static final UUID ACME = new UUID(1, 1);
    private static final UUID OTHER = new UUID(2, 2);

    private final FakeResolver names = new FakeResolver();
    private final ScriptedReceiver receiver = ScriptedReceiver.start();

    private final List<WebhookClient> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(WebhookClient::close);
        receiver.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "64:ff9b::7f00:1", "10.0.0.1", "169.254.169.254", "::ffff:127.0.0.1"})
    void refusesNamesThatLeadInside(String literal) {
        names.answer("hooks.example.com", literal);

        assertThat(post(strict(), "hooks.example.com")).isEqualTo(notAllowed());
        assertThat(receiver.connections()).isZero();
    }

    @Test
    void refusesNamesThatAlsoLeadSomewhereForbidden() {
        names.answer("hooks.example.com", "127.0.0.1", "127.0.0.2");

        assertThat(post(open(EgressProperties.allowing("127.0.0.1/32")), "hooks.example.com"))
                .isEqualTo(notAllowed());
        assertThat(receiver.connections()).isZero();
    }

    @Test
    void refusesANameThatWasGoodOnceAndLeadsInsideNow() {
        names.answer("hooks.example.com", "127.0.0.1").answer("hooks.example.com", "127.0.0.2");
        WebhookClient client = open(EgressProperties.allowing("127.0.0.1/32"));

        assertThat(post(client, "hooks.example.com")).isInstanceOf(Exchange.Answered.class);
        receiver.close();
        receiver.awaitOpenConnections(0);

        assertThat(post(client, "hooks.example.com")).isEqualTo(notAllowed());
    }

    @Test
    void dialsNamesThatLeadToAnAllowedNetwork() {
        names.answer("hooks.example.com", "127.0.0.1");

        assertThat(post(open(EgressProperties.allowing("127.0.0.0/8:" + receiver.port())), "hooks.example.com"))
                .isInstanceOf(Exchange.Answered.class);
    }

    @Test
    void whatOneOrganizationReachesAnotherDoesNotReachOverItsConnection() {
        names.answer("hooks.example.com", "127.0.0.1");
        TargetLists lists = TargetLists.of(EgressProperties.allowing());
        WebhookClient client = open(EgressProperties.allowing(), lists);
        lists.replace(List.of(), Map.of(ACME, List.of("127.0.0.0/8")));

        assertThat(post(client, "hooks.example.com", ACME)).isInstanceOf(Exchange.Answered.class);
        assertThat(receiver.openConnections()).isOne();
        assertThat(post(client, "hooks.example.com", OTHER)).isEqualTo(notAllowed());
        assertThat(post(client, "hooks.example.com", null)).isEqualTo(notAllowed());
        assertThat(post(client, "hooks.example.com", ACME)).isInstanceOf(Exchange.Answered.class);
        assertThat(receiver.connections()).isOne();
    }

    @Test
    void anAddressInAUrlIsJudgedByWhatItsOrganizationMayReach() {
        TargetLists lists = TargetLists.of(EgressProperties.allowing());
        WebhookClient client = open(EgressProperties.allowing(), lists);
        lists.replace(List.of(), Map.of(ACME, List.of("127.0.0.1:" + receiver.port())));

        assertThat(post(client, "127.0.0.1", ACME)).isInstanceOf(Exchange.Answered.class);
        assertThat(post(client, "127.0.0.1", OTHER)).isEqualTo(notAllowed());
    }

    @Test
    void judgesTheUrlAgainBeforeItIsSent() {
        names.answer("hooks.example.com", "127.0.0.1");

        assertThat(open(EgressProperties.allowing("127.0.0.0/8"))
                        .post(request("hooks.example.com", 22, Duration.ofSeconds(2)))
                        .block())
                .isInstanceOfSatisfying(Exchange.Failed.class, failed -> assertThat(failed.kind())
                        .isEqualTo(FailureKind.NOT_ALLOWED));
    }

    @Test
    void guardsConnectionsBeyondTheBudgetLikeAllOthers() {
        names.answer("good.example.com", "127.0.0.1").answer("bad.example.com", "127.0.0.2");
        WebhookClient client = open(keeping(1, EgressProperties.allowing("127.0.0.1/32")));
        assertThat(post(client, "good.example.com")).isInstanceOf(Exchange.Answered.class);

        assertThat(post(client, "bad.example.com")).isEqualTo(notAllowed());
        assertThat(receiver.connections()).isOne();
    }

    private static EgressProperties keeping(int connections, EgressProperties base) {
        return new EgressProperties(
                base.allowedNetworks(),
                base.deniedNetworks(),
                base.nat64(),
                base.maxConnectionsPerHost(),
                connections,
                base.connectTimeout(),
                base.idleTime(),
                base.lifeTime(),
                base.maxResponseRead(),
                base.maxResponseKept(),
                base.userAgent());
    }

    @Test
    void keepsNoMoreConnectionsOverAllHostsThanItsBudget() {
        EgressProperties tight = keeping(3, EgressProperties.allowing("127.0.0.0/8"));
        GuardedConnections connections =
                new GuardedConnections(tight, TargetLists.of(tight), names, tls(), HttpResources.get());
        WebhookClient client = new GuardedWebhookClient(tight, connections, Schedulers.parallel());
        clients.add(client);
        for (int host = 0; host < 20; host++) {
            names.answer("h" + host + ".example.com", "127.0.0.1");
            assertThat(post(client, "h" + host + ".example.com")).isInstanceOf(Exchange.Answered.class);
        }

        receiver.awaitOpenConnections(3);
        assertThat(connections.kept()).isEqualTo(3);
        assertThat(post(client, "h0.example.com")).isInstanceOf(Exchange.Answered.class);
        assertThat(post(client, "h19.example.com")).isInstanceOf(Exchange.Answered.class);
        assertThat(receiver.connections()).isEqualTo(21);
    }

    @Test
    void aNameThatIsAllowedLeadsWhereverItLeads() {
        names.answer("hooks.example.com", "127.0.0.1").answer("other.example.com", "127.0.0.1");
        TargetLists lists = TargetLists.of(EgressProperties.allowing());
        WebhookClient client = open(EgressProperties.allowing(), lists);
        lists.replace(List.of(), Map.of(ACME, List.of("hooks.example.com:" + receiver.port())));

        assertThat(post(client, "hooks.example.com", ACME)).isInstanceOf(Exchange.Answered.class);
        assertThat(post(client, "other.example.com", ACME)).isEqualTo(notAllowed());
    }

    @Test
    void whatIsDeniedFromNowOnIsNotReachedOverAConnectionOfBefore() {
        names.answer("hooks.example.com", "127.0.0.1");
        EgressProperties open = EgressProperties.allowing("127.0.0.0/8");
        TargetLists lists = TargetLists.of(open);
        WebhookClient client = open(open, lists);
        assertThat(post(client, "hooks.example.com", OTHER)).isInstanceOf(Exchange.Answered.class);

        lists.replace(List.of("127.0.0.1"), Map.of());

        assertThat(post(client, "hooks.example.com", OTHER)).isEqualTo(notAllowed());
        lists.replace(List.of(), Map.of());
        assertThat(post(client, "hooks.example.com", OTHER)).isInstanceOf(Exchange.Answered.class);
    }

    @Test
    void localhostIsDialledByTheAddressThatIsAllowed() {
        names.answer("localhost", "::1", "127.0.0.1");

        assertThat(post(open(EgressProperties.allowing("127.0.0.0/8")), "localhost"))
                .isInstanceOf(Exchange.Answered.class);
        assertThat(receiver.awaitRequests(1).getFirst().header("host")).isEqualTo("localhost:" + receiver.port());
    }

    @Test
    void thisMachinesResolverKnowsLocalhost() {
        try (WebhookClient client =
                WebhookClient.open(EgressProperties.allowing("127.0.0.0/8", "::1/128"), HttpResources.get())) {
            assertThat(post(client, "localhost")).isInstanceOf(Exchange.Answered.class);
        }
    }

    @Test
    void theLastLineRefusesEvenWithoutTheSelector() {
        ConnectGuard guard = new ConnectGuard(EgressProperties.allowing().addressGuard());
        var channel = new EmbeddedChannel(guard);

        var connected = channel.connect(receiverAddress());

        assertThat(connected.cause()).isInstanceOf(TargetRefusedException.class);
    }

    @Test
    void refusalsLeaveNoSocketBehind() {
        names.answer("hooks.example.com", "10.0.0.1");
        WebhookClient client = strict();
        post(client, "hooks.example.com");
        int before = openFiles();

        Flux.range(0, 300)
                .concatMap(_ -> client.post(request("hooks.example.com", Duration.ofSeconds(1))))
                .blockLast();

        Awaitility.await().until(() -> openFiles() < before + 20);
    }

    @Test
    void aHostThatSwallowsConnectionsFailsAtTheConnectTimeout() throws IOException {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            List<Socket> fillers = fill(full);
            EgressProperties patient = EgressProperties.allowing("127.0.0.0/8");
            WebhookClient client = open(withConnectTimeout(patient, Duration.ofMillis(300)));

            Object failed = client.post(request("127.0.0.1", full.getLocalPort(), Duration.ofSeconds(5)))
                    .block();

            assertThat(failed).isEqualTo(new Exchange.Failed(FailureKind.CONNECT_FAILED, "no connection within 0.3 s"));
            for (Socket filler : fillers) {
                filler.close();
            }
        }
    }

    @Test
    void aNameWithoutAddressIsTheReceiversFault() {
        assertThat(post(strict(), "nobody.example.com"))
                .isEqualTo(new Exchange.Failed(FailureKind.DNS_FAILED, "the host name has no address"));
    }

    private static List<Socket> fill(ServerSocket full) throws IOException {
        List<Socket> fillers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Socket filler = new Socket();
            fillers.add(filler);
            try {
                filler.connect(full.getLocalSocketAddress(), 100);
            } catch (IOException _) {
                return fillers;
            }
        }
        return fillers;
    }

    private static EgressProperties withConnectTimeout(EgressProperties base, Duration connectTimeout) {
        return new EgressProperties(
                base.allowedNetworks(),
                base.deniedNetworks(),
                base.nat64(),
                base.maxConnectionsPerHost(),
                base.maxConnections(),
                connectTimeout,
                base.idleTime(),
                base.lifeTime(),
                base.maxResponseRead(),
                base.maxResponseKept(),
                base.userAgent());
    }

    private static int openFiles() {
        String[] files = new File("/proc/self/fd").list();
        return files == null ? 0 : files.length;
    }

    private InetSocketAddress receiverAddress() {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), receiver.port());
    }

    private WebhookClient strict() {
        return open(EgressProperties.allowing());
    }

    private WebhookClient open(EgressProperties properties) {
        return open(properties, TargetLists.of(properties));
    }

    private WebhookClient open(EgressProperties properties, TargetLists lists) {
        clients.add(new GuardedWebhookClient(
                properties,
                new GuardedConnections(properties, lists, names, tls(), HttpResources.get()),
                Schedulers.parallel()));
        return clients.getLast();
    }

    private Exchange post(WebhookClient client, String host, @Nullable UUID organization) {
        OutboundRequest request = request(host, Duration.ofSeconds(2));
        return Objects.requireNonNull(client.post(new OutboundRequest(
                        request.uri(), request.headers(), request.body(), request.deadline(), organization))
                .block());
    }

    private Exchange post(WebhookClient client, String host) {
        return Objects.requireNonNull(
                client.post(request(host, Duration.ofSeconds(2))).block());
    }

    private OutboundRequest request(String host, Duration deadline) {
        return request(host, receiver.port(), deadline);
    }

    private static OutboundRequest request(String host, int port, Duration deadline) {
        return new OutboundRequest(URI.create("http://" + host + ":" + port + "/"), List.of(), new byte[0], deadline);
    }

    private static Exchange notAllowed() {
        return new Exchange.Failed(FailureKind.NOT_ALLOWED, "URL not allowed");
    }

    private static SslContext tls() {
        try {
            return SslContextBuilder.forClient().build();
        } catch (SSLException e) {
            throw new AssertionError(e);
        }
    }
}
