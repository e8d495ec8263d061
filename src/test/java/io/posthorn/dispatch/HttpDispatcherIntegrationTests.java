package io.posthorn.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import io.posthorn.dispatch.AttemptOutcome.Failure;
import io.posthorn.egress.EgressProperties;
import io.posthorn.egress.Header;
import io.posthorn.egress.WebhookClient;
import io.posthorn.receiver.ReceivedRequest;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import io.posthorn.signing.SigningSecret;
import io.posthorn.signing.SymmetricSecret;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.http.HttpResources;

@Timeout(30)
class HttpDispatcherIntegrationTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration SHORT_TIMEOUT = Duration.ofMillis(500);
    private static final SymmetricSecret SECRET = SymmetricSecret.generate();
    private static final SymmetricSecret OLD_SECRET = SymmetricSecret.generate();

    private final ScriptedReceiver receiver = ScriptedReceiver.start();
    private final WebhookClient client =
            WebhookClient.open(EgressProperties.allowing("127.0.0.0/8"), HttpResources.get());
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final Dispatcher dispatcher = new HttpDispatcher(client, new WebhookHeaders("Posthorn/1.0"), now::get);

    @AfterEach
    void close() {
        client.close();
        receiver.close();
    }

    @Test
    void whatArrivesIsVerifiedByAStandardReceiverWithEitherSecretAndInEitherFamily() throws Exception {
        attempt("{\"note\":\"é😀\",\"n\":12345678901234567890}", List.of("inbox-1"));

        ReceivedRequest request = receiver.awaitRequests(1).getFirst();
        new Webhook(SECRET.text()).verify(request.text(), standard(request, "webhook-"));
        new Webhook(OLD_SECRET.text()).verify(request.text(), standard(request, "webhook-"));
        new Webhook(SECRET.text()).verify(request.text(), standard(request, "svix-"));
    }

    @Test
    void sendsTheHeadersThatReceiversRelyOn() {
        attempt("{}", List.of("inbox-1", "project 2, é"));

        ReceivedRequest request = receiver.awaitRequests(1).getFirst();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.header("content-type")).isEqualTo("application/json");
        assertThat(request.header("user-agent")).isEqualTo("Posthorn/1.0");
        assertThat(request.header("accept-encoding")).isEqualTo("identity");
        assertThat(request.header("webhook-id")).isEqualTo("msg_1");
        assertThat(request.header("webhook-timestamp"))
                .isEqualTo(Long.toString(now.get().getEpochSecond()));
        assertThat(request.header("webhook-event-type")).isEqualTo("invoice.paid");
        assertThat(request.header("webhook-channels")).isEqualTo("inbox-1,project%202%2C%20%C3%A9");
    }

    @Test
    void noHeaderOfACustomerReplacesOneOfOurs() {
        attempt(new AttemptRequest(
                "msg_1",
                "invoice.paid",
                List.of(),
                "{}".getBytes(UTF_8),
                null,
                "Shop/2",
                List.of(
                        new Header("Webhook-Id", "evil"),
                        new Header("SVIX-SIGNATURE", "evil"),
                        new Header("User-Agent", "evil"),
                        new Header("Content-Type", "evil"),
                        new Header("X-Own", "kept")),
                receiver.uri("/"),
                List.of(SECRET),
                TIMEOUT,
                null));

        ReceivedRequest request = receiver.awaitRequests(1).getFirst();
        assertThat(request.headers().toString()).doesNotContain("evil");
        assertThat(request.header("webhook-id")).isEqualTo("msg_1");
        assertThat(request.header("user-agent")).isEqualTo("Shop/2");
        assertThat(request.header("x-own")).isEqualTo("kept");
    }

    @Test
    void leavesOutChannelsWhenThereAreNone() {
        attempt("{}", List.of());

        assertThat(receiver.awaitRequests(1).getFirst().headers()).doesNotContainKey("webhook-channels");
    }

    @Test
    void everyAttemptHasTheSameIdAndItsOwnTime() {
        attempt("{}", List.of());
        now.updateAndGet(before -> before.plusSeconds(61));
        attempt("{}", List.of());

        List<ReceivedRequest> requests = receiver.awaitRequests(2);
        assertThat(requests).extracting(request -> request.header("webhook-id")).containsOnly("msg_1");
        assertThat(requests)
                .extracting(request -> Long.parseLong(request.header("webhook-timestamp")))
                .containsExactly(now.get().getEpochSecond() - 61, now.get().getEpochSecond());
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void every2xxIsAccepted(int status) {
        receiver.respond("/", Script.status(status));

        assertThat(attempt("{}", List.of())).isInstanceOfSatisfying(AttemptOutcome.Accepted.class, accepted -> {
            assertThat(accepted.status()).isEqualTo(status);
            assertThat(accepted.duration()).isBetween(Duration.ofNanos(1), TIMEOUT);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 302, 400, 404, 410, 429, 500, 503, 999})
    void everyOtherStatusIsRefused(int status) {
        receiver.respond(
                "/",
                Script.answer(
                        status,
                        "Retry-After: 7\r\nLocation: " + receiver.url("/elsewhere") + "\r\n",
                        "no".getBytes(UTF_8)));

        assertThat(attempt("{}", List.of())).isInstanceOfSatisfying(AttemptOutcome.Refused.class, refused -> {
            assertThat(refused.status()).isEqualTo(status);
            assertThat(refused.retryAfter()).isEqualTo("7");
            assertThat(refused.body()).isEqualTo("no".getBytes(UTF_8));
        });
        assertThat(receiver.requests("/elsewhere")).isEmpty();
    }

    static Stream<Arguments> acceptedWhateverTheBodyDoes() {
        return Stream.of(
                Arguments.of("drips", Script.dripBody(200, Duration.ofMillis(50))),
                Arguments.of("never ends", Script.endlessBody(200)),
                Arguments.of("breaks off", Script.truncatedBody(200)),
                Arguments.of(
                        "early hints first",
                        Script.raw("HTTP/1.1 103 Early Hints\r\n\r\n").then(Script.ok())),
                Arguments.of(
                        "processing first",
                        Script.raw("HTTP/1.1 102 Processing\r\n\r\n").then(Script.ok())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void acceptedWhateverTheBodyDoes(String name, Script script) {
        receiver.respond("/", script);

        assertThat(attemptForAShortTime()).isInstanceOf(AttemptOutcome.Accepted.class);
    }

    static Stream<Arguments> failuresInPlainWords() {
        return Stream.of(
                Arguments.of(
                        Script.hang(),
                        Failure.TIMED_OUT,
                        "no answer within 0.5 s: waited 0.\\d s for the response headers"),
                Arguments.of(
                        Script.dripHeaders(Duration.ofMillis(50)),
                        Failure.TIMED_OUT,
                        "no answer within 0.5 s: the response headers were not complete 0.\\d s after the request"),
                Arguments.of(
                        Script.close(), Failure.CONNECTION_BROKEN, "the connection ended before the response headers"),
                Arguments.of(
                        Script.reset(), Failure.CONNECTION_BROKEN, "the connection ended before the response headers"),
                Arguments.of(
                        Script.raw("SSH-2.0-OpenSSH_9.6\r\n"),
                        Failure.MALFORMED_RESPONSE,
                        "the receiver sent an answer that is not valid HTTP"));
    }

    @ParameterizedTest
    @MethodSource
    void failuresInPlainWords(Script script, Failure failure, String detail) {
        receiver.respond("/", script);

        assertThat(attemptForAShortTime()).isInstanceOfSatisfying(AttemptOutcome.Unanswered.class, unanswered -> {
            assertThat(unanswered.failure()).isEqualTo(failure);
            assertThat(unanswered.detail()).matches(detail);
            assertThat(unanswered.duration()).isLessThan(Duration.ofSeconds(3));
        });
    }

    @Test
    void aPortThatNobodyListensOn() {
        receiver.close();

        assertThat(attempt("{}", List.of())).isInstanceOfSatisfying(AttemptOutcome.Unanswered.class, unanswered -> {
            assertThat(unanswered.failure()).isEqualTo(Failure.CONNECT_FAILED);
            assertThat(unanswered.detail()).isEqualTo("connection refused");
        });
    }

    @Test
    void aTargetThatIsNotAllowedGetsNothingAndTellsNothing() {
        try (WebhookClient strict = WebhookClient.open(EgressProperties.allowing(), HttpResources.get())) {
            Dispatcher guarded = new HttpDispatcher(strict, new WebhookHeaders("Posthorn/1.0"), now::get);

            assertThat(guarded.attempt(request("{}", List.of(), List.of(SECRET), TIMEOUT))
                            .block())
                    .isInstanceOfSatisfying(AttemptOutcome.Unanswered.class, unanswered -> {
                        assertThat(unanswered.failure()).isEqualTo(Failure.NOT_ALLOWED);
                        assertThat(unanswered.detail()).isEqualTo("URL not allowed");
                    });
            assertThat(receiver.connections()).isZero();
        }
    }

    @Test
    void aFaultOfOursIsAnOutcomeToo() {
        AttemptOutcome outcome =
                dispatcher.attempt(request("{}", List.of(), List.of(), TIMEOUT)).block();

        assertThat(outcome).isInstanceOf(AttemptOutcome.Prevented.class);
        assertThat(receiver.connections()).isZero();
    }

    private AttemptOutcome attempt(String payload, List<String> channels) {
        return attempt(request(payload, channels, List.of(SECRET, OLD_SECRET), TIMEOUT));
    }

    private AttemptOutcome attemptForAShortTime() {
        return attempt(request("{}", List.of(), List.of(SECRET), SHORT_TIMEOUT));
    }

    private AttemptOutcome attempt(AttemptRequest request) {
        return Objects.requireNonNull(dispatcher.attempt(request).block());
    }

    private AttemptRequest request(
            String payload, List<String> channels, List<SigningSecret> secrets, Duration timeout) {
        return new AttemptRequest(
                "msg_1",
                "invoice.paid",
                channels,
                payload.getBytes(UTF_8),
                null,
                null,
                List.of(),
                receiver.uri("/"),
                secrets,
                timeout,
                null);
    }

    /** The headers of a family under the names that the verifier asks for. */
    private static Map<String, List<String>> standard(ReceivedRequest request, String family) {
        Map<String, List<String>> headers = new HashMap<>();
        for (String name : List.of("id", "timestamp", "signature")) {
            headers.put("webhook-" + name, List.of(request.header(family + name)));
        }
        return headers;
    }
}
