package io.posthorn.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.OK;

import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import io.posthorn.WholeAnswers;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.netty.http.client.HttpClient;

/** How much one key may ask, and how often an address may come with wrong ones. Each test has an address of its own. */
@PosthornTest
@TestPropertySource(properties = "posthorn.access.requests-per-second=2")
class RequestLimitsIntegrationTests {

    private static final String WRONG = "ph_live_00000000000000000000000000000000000000";

    @LocalServerPort
    private int port;

    @Test
    void aKeyMayAskAsOftenAsTheInstallationSaysAndIsToldWhatIsLeft() {
        ApiClient operator = ApiClient.of(port);
        String key = operator.post("/api/v1/auth/api-token", Map.of("name", "k", "scopes", List.of("read")), CREATED)
                .path("token")
                .stringValue();
        WebTestClient client = from("127.0.0.10");
        List<EntityExchangeResult<byte[]>> answers =
                IntStream.range(0, 12).mapToObj(_ -> ask(client, key)).toList();

        assertThat(answers).allSatisfy(answer -> {
            assertThat(header(answer, "RateLimit-Policy")).isEqualTo("\"key\";q=2;w=1");
            assertThat(header(answer, "RateLimit")).matches("\"key\";r=[0-1];t=1");
        });
        EntityExchangeResult<byte[]> refused = answers.stream()
                .filter(answer -> status(answer) == 429)
                .findFirst()
                .orElseThrow();
        assertThat(header(refused, "Retry-After")).isEqualTo("1");
        await().atMost(Duration.ofSeconds(5)).until(() -> status(ask(client, key)) == 200);
        IntStream.range(0, 12).forEach(_ -> operator.get("/api/v1/app", OK));
        assertThat(header(ask(client, operator.key()), "RateLimit")).isEmpty();
    }

    @Test
    void anAddressWithTooManyWrongKeysIsTurnedAwayBeforeItsKeyIsLookedAt() {
        WebTestClient guesser = from("127.0.0.11");
        String right = ApiClient.of(port).key();
        EntityExchangeResult<byte[]> refused = guessUntilTurnedAway(guesser);
        long begun = System.nanoTime();
        int withTheRightOne = status(ask(guesser, right));
        Duration taken = Duration.ofNanos(System.nanoTime() - begun);

        // On a machine that stands still for so long, the next try is free already.
        assertThat(withTheRightOne == 429 || taken.toMillis() > 500)
                .as("%s after %s", withTheRightOne, taken)
                .isTrue();
        assertThat(header(refused, "Retry-After")).isEqualTo("1");
        assertThat(new String(refused.getResponseBodyContent(), StandardCharsets.UTF_8))
                .contains("Too many requests with unknown keys came from this address.");
        assertThat(status(ask(from("127.0.0.12"), right))).isEqualTo(200);
        await().atMost(Duration.ofSeconds(5)).until(() -> status(ask(guesser, right)) == 200);
    }

    @Test
    void whoCameWithARightKeyLatelyIsNotMadeToWaitForOthersBehindTheSameAddress() {
        WebTestClient proxy = from("127.0.0.13");
        String right = ApiClient.of(port).key();
        ask(proxy, WRONG);
        assertThat(status(ask(proxy, right))).isEqualTo(200);

        assertThat(IntStream.range(0, 100)
                        .map(_ -> status(ask(proxy, WRONG)))
                        .boxed()
                        .distinct()
                        .toList())
                .containsExactly(401);
        assertThat(status(ask(proxy, right))).isEqualTo(200);
    }

    private static EntityExchangeResult<byte[]> guessUntilTurnedAway(WebTestClient guesser) {
        for (int tries = 0; tries < 300; tries++) {
            EntityExchangeResult<byte[]> answer = ask(guesser, WRONG);
            if (status(answer) == 429) {
                assertThat(tries).isGreaterThanOrEqualTo(60);
                return answer;
            }
            assertThat(status(answer)).isEqualTo(401);
        }
        throw new AssertionError("never turned away");
    }

    private WebTestClient from(String address) {
        HttpClient bound = HttpClient.create().bindAddress(() -> new InetSocketAddress(address, 0));
        return WholeAnswers.from("http://127.0.0.1:" + port, bound)
                .responseTimeout(Duration.ofSeconds(30))
                .build();
    }

    private static EntityExchangeResult<byte[]> ask(WebTestClient client, String key) {
        return client.get()
                .uri("/api/v1/app")
                .header("Authorization", "Bearer " + key)
                .exchange()
                .expectBody()
                .returnResult();
    }

    private static int status(EntityExchangeResult<byte[]> answer) {
        return answer.getStatus().value();
    }

    private static String header(EntityExchangeResult<byte[]> answer, String name) {
        String value = answer.getResponseHeaders().getFirst(name);
        return value == null ? "" : value;
    }
}
