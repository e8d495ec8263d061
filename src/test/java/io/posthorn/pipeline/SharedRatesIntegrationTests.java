package io.posthorn.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpStatus.ACCEPTED;

import io.posthorn.ApiClient;
import io.posthorn.OtherNode;
import io.posthorn.PosthornTest;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.env.Environment;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Two nodes on one database, each with more to send than a rate lets go: what arrives keeps to it. */
@PosthornTest
@DirtiesContext
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedRatesIntegrationTests {

    private static final ScriptedReceiver RECEIVER = ScriptedReceiver.start();
    private static final ScriptedReceiver SLOW_HOST = ScriptedReceiver.start();
    private static final int RATE = 20;
    private static final int HOST_RATE = 30;
    private static final int SECONDS = 6;

    private final List<Long> arrivals = new CopyOnWriteArrayList<>();
    private final OtherNode otherNode;
    private final DatabaseClient database;

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void bounds(DynamicPropertyRegistry properties) {
        properties.add("posthorn.egress.allowed-networks", () -> "127.0.0.0/8");
        properties.add("posthorn.throttle.hosts[0].host", () -> "127.0.0.1:" + SLOW_HOST.port());
        properties.add("posthorn.throttle.hosts[0].rate", () -> HOST_RATE);
    }

    SharedRatesIntegrationTests(@Autowired Environment environment, @Autowired DatabaseClient database) {
        this.database = database;
        this.otherNode = OtherNode.of(
                environment,
                "posthorn.egress.allowed-networks",
                "posthorn.throttle.hosts[0].host",
                "posthorn.throttle.hosts[0].rate");
    }

    @AfterAll
    void end() {
        otherNode.close();
        RECEIVER.close();
        SLOW_HOST.close();
    }

    @BeforeEach
    void noteArrivals() {
        arrivals.clear();
        Script noted = conversation -> {
            arrivals.add(System.nanoTime());
            Script.ok().play(conversation);
        };
        RECEIVER.respond("/hook", noted);
        SLOW_HOST.respond("/a", noted).respond("/b", noted);
    }

    @Test
    void anEndpointGetsItsRateFromBothTogether() {
        Scene scene = new Scene(ApiClient.of(port), database);
        scene.endpoint(RECEIVER.url("/hook"), Map.of("throttleRate", RATE));
        sendToBoth(scene, RATE * SECONDS);

        assertPaced(RATE);
    }

    @Test
    void aHostGetsItsRateFromBothTogether() {
        Scene scene = new Scene(ApiClient.of(port), database);
        scene.endpoint(SLOW_HOST.url("/a"));
        scene.endpoint(SLOW_HOST.url("/b"));
        sendToBoth(scene, HOST_RATE * SECONDS / 2);

        assertPaced(HOST_RATE);
    }

    private void sendToBoth(Scene scene, int each) {
        String path = "/api/v1/app/" + scene.app() + "/msg/batch";
        String batch = "["
                + String.join(",", Collections.nCopies(each, "{\"eventType\":\"thing.done\",\"payload\":{}}")) + "]";
        ApiClient.of(port).post(path, batch, ACCEPTED);
        otherNode.api().post(path, batch, ACCEPTED);
    }

    /** In any stretch of time, whatever its beginning. */
    private void assertPaced(int rate) {
        await().atMost(Duration.ofSeconds(60)).until(() -> arrivals.size() >= rate * SECONDS * 2);
        List<Long> times = arrivals.stream().sorted().toList();
        int burst = rate / 10 + rate / 4 + 2;
        for (int from = 0; from < times.size(); from++) {
            for (int to = from + 1; to < times.size(); to++) {
                double seconds = (times.get(to) - times.get(from)) / 1e9;
                assertThat(to - from).isLessThanOrEqualTo((int) (rate * seconds) + burst);
            }
        }
        double whole = (times.getLast() - times.getFirst()) / 1e9;
        assertThat(times.size() / whole).isBetween(0.8 * rate, 1.05 * rate);
    }
}
