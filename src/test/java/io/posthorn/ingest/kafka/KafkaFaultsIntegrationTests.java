package io.posthorn.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.ApiClient;
import io.posthorn.WholeAnswers;
import io.posthorn.ingest.TopicFigures;
import io.posthorn.kafka.Letter;
import io.posthorn.kafka.TestKafka;
import io.posthorn.postgres.TestPostgres;
import io.posthorn.postgres.WireTap;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import kafka.server.BrokerServer;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** What is away, comes and goes, and what must not become of records meanwhile. */
class KafkaFaultsIntegrationTests {

    private static final Duration LONG = Duration.ofSeconds(60);

    private static Letter letter(String topic, int number, int length) {
        return Letter.of(topic, "{\"n\":" + number + ",\"x\":\"" + "x".repeat(length) + "\"}")
                .with(RecordReader.APPLICATION, "acme")
                .with(RecordReader.EVENT_TYPE, "a.b");
    }

    private static List<Letter> letters(String topic, int partition, int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(number -> letter(topic, number, 1000).to(partition))
                .toList();
    }

    @Test
    void waitsForTheDatabaseWithoutPassingAnOffset() throws IOException {
        try (WireTap tap = WireTap.before(TestPostgres.freshDatabase());
                KafkaScene scene = new KafkaScene(TestKafka.shared(), tap.database())) {
            String topic = scene.kafka.newTopic("outage", 2);
            ConfigurableApplicationContext node = scene.set("posthorn.kafka.topics[0].name", topic)
                    .set("posthorn.kafka.memory", "256KB")
                    .node();
            scene.application("acme");
            TopicFigures figures = KafkaScene.figures(node);
            scene.kafka.send(letter(topic, 0, 1).to(0));
            await().atMost(LONG).until(() -> scene.kafka.committed(scene.group(), topic) == 1);

            tap.refuse(true);
            scene.kafka.sendAll(letters(topic, 0, 1, 3000));
            scene.kafka.sendAll(letters(topic, 1, 3001, 3000));
            await().atMost(LONG).until(() -> figures.pausedPartitions() == 2);
            await().during(Duration.ofSeconds(3)).atMost(LONG).until(() -> figures.waitingBytes() < 4 << 20);
            assertThat(scene.kafka.committed(scene.group(), topic)).isEqualTo(1);
            assertThat(figures.deadLettered()).isZero();
            assertThat(figures.oldestWaiting()).isGreaterThan(Duration.ofSeconds(2));
            await().atMost(LONG).until(() -> figures.lag() == 6000);

            tap.refuse(false);
            await().atMost(LONG).until(() -> scene.kafka.committed(scene.group(), topic) == 6001);
            assertThat(scene.messages()).isEqualTo(6001);
            assertThat(figures.pausedPartitions()).isZero();
            assertThat(figures.oldestWaiting()).isZero();
        }
    }

    @Test
    void startsAndServesWithoutABroker() {
        try (KafkaScene scene = new KafkaScene()) {
            ConfigurableApplicationContext node = scene.set("posthorn.kafka.bootstrap-servers", "127.0.0.1:1")
                    .set("posthorn.kafka.topics[0].name", "none")
                    .node();
            scene.application("acme");
            ApiClient api = KafkaScene.api(node);

            api.post("/api/v1/app/acme/msg", Map.of("eventType", "a.b", "payload", Map.of()), HttpStatus.ACCEPTED);

            scene.receiver.awaitRequests(1);
            api.get("/api/v1/health", HttpStatus.NO_CONTENT);
            assertThat(readiness(node)).isEqualTo(HttpStatus.OK);
            assertThat(api.get("/api/v1/health/details", HttpStatus.OK)
                            .path("kafka")
                            .stringValue())
                    .isEqualTo("away");
        }
    }

    private static HttpStatusCode readiness(ConfigurableApplicationContext node) {
        return WholeAnswers.from("http://localhost:" + node.getEnvironment().getProperty("local.management.port"))
                .build()
                .get()
                .uri("/actuator/health/readiness")
                .exchange()
                .returnResult(Void.class)
                .getStatus();
    }

    @Test
    void goesOnWhenTheBrokerIsBack() {
        EmbeddedKafkaKraftBroker broker = TestKafka.newBroker();
        broker.afterPropertiesSet();
        TestKafka kafka = TestKafka.at(broker.getBrokersAsString());
        try (KafkaScene scene = new KafkaScene(kafka, TestPostgres.freshDatabase())) {
            String topic = kafka.newTopic("restart", 1);
            ConfigurableApplicationContext node =
                    scene.set("posthorn.kafka.topics[0].name", topic).node();
            scene.application("acme");
            kafka.sendAll(letters(topic, 0, 0, 100));
            await().atMost(LONG).until(() -> scene.messages() == 100);

            server(broker).shutdown();
            await().atMost(LONG).until(() -> !KafkaScene.figures(node).brokerAnswers());
            assertThat(KafkaScene.api(node)
                            .get("/api/v1/health/details", HttpStatus.OK)
                            .path("kafka")
                            .stringValue())
                    .isEqualTo("away");
            KafkaScene.api(node).get("/api/v1/health", HttpStatus.NO_CONTENT);
            assertThat(readiness(node)).isEqualTo(HttpStatus.OK);

            server(broker).startup();
            kafka.sendAll(letters(topic, 0, 100, 100));
            await().atMost(LONG).until(() -> scene.messages() == 200);
            await().atMost(LONG).until(() -> kafka.committed(scene.group(), topic) == 200);
        } finally {
            broker.destroy();
        }
    }

    private static BrokerServer server(EmbeddedKafkaKraftBroker broker) {
        return Objects.requireNonNull(broker.getCluster())
                .brokers()
                .values()
                .iterator()
                .next();
    }

    @Test
    void losesAndRepeatsNothingWhenNodesComeAndGo() {
        try (KafkaScene scene = new KafkaScene()) {
            String topic = scene.kafka.newTopic("acme.a-b", 4);
            String ending = topic.substring(topic.lastIndexOf('.'));
            scene.set(
                    "posthorn.kafka.topic-pattern", "(?<application>[^.]+)\\.(?<eventType>[^.]+)\\Q" + ending + "\\E");
            ConfigurableApplicationContext first = scene.node();
            scene.application("acme");
            sendPlain(scene, topic, 0, 1000);
            await().atMost(LONG).until(() -> scene.messages() > 0);
            ConfigurableApplicationContext second = scene.node();
            sendPlain(scene, topic, 1000, 1000);
            await().atMost(LONG).until(() -> scene.kafka.members(scene.group()) == 2);
            // It may be a member before it has partitions, and the first one may be quicker than that.
            AtomicInteger sent = new AtomicInteger(2000);
            await().atMost(LONG).until(() -> {
                sendPlain(scene, topic, sent.getAndAdd(40), 40);
                return accepted(second) > 0;
            });

            first.close();
            sendPlain(scene, topic, sent.getAndAdd(1000), 1000);

            await().atMost(LONG).until(() -> scene.messages() == sent.get());
            await().atMost(LONG).until(() -> scene.kafka.committed(scene.group(), topic) == sent.get());
            assertThat(scene.database.ask("SELECT count(DISTINCT payload) FROM message WHERE event_type = 'a-b'"))
                    .isEqualTo(sent.toString());
            await().atMost(LONG).until(() -> scene.receiver.requests("/acme").size() >= sent.get());
        }
    }

    private static long accepted(ConfigurableApplicationContext node) {
        return KafkaScene.figures(node).accepted() + KafkaScene.figures(node).repeated();
    }

    private static void sendPlain(KafkaScene scene, String topic, int from, int count) {
        scene.kafka.sendAll(IntStream.range(from, from + count)
                .mapToObj(number -> Letter.of(topic, "{\"n\":" + number + "}").to(number % 4))
                .toList());
    }

    @Test
    void letsNoOffsetPassADeadLetterThatIsNotWritten() {
        try (KafkaScene scene = new KafkaScene()) {
            String topic = scene.kafka.newTopic("poison", 2);
            ConfigurableApplicationContext node = scene.set("posthorn.kafka.topics[0].name", topic)
                    .set("posthorn.kafka.dead-letter-topic", topic + ".dead")
                    .node();
            scene.application("acme");
            TopicFigures figures = KafkaScene.figures(node);
            scene.kafka.send(letter(topic, 0, 1).to(0));
            scene.kafka.send(Letter.of(topic, "x".repeat(4000)).to(0).with(RecordReader.APPLICATION, "acme"));
            scene.kafka.sendAll(letters(topic, 0, 1, 50));
            scene.kafka.sendAll(letters(topic, 1, 51, 50));

            await().atMost(LONG).until(() -> scene.messages() == 101);
            await().atMost(LONG).until(() -> scene.kafka.committed(scene.group(), topic) == 51);
            assertThat(figures.deadLettered()).isZero();
            assertThat(figures.waitingBytes()).isPositive();

            scene.kafka.make(topic + ".dead", 1, Map.of("max.message.bytes", "2048"));
            await().atMost(LONG).until(() -> scene.kafka.committed(scene.group(), topic) == 102);
            assertThat(figures.deadLettered()).isEqualTo(1);
            assertThat(scene.kafka.read(topic + ".dead", 1)).singleElement().satisfies(record -> {
                assertThat(record.value()).isNull();
                assertThat(record.headers().lastHeader(DeadLetters.WITHOUT_VALUE))
                        .isNotNull();
            });
        }
    }

    @Test
    void leavesNothingUncommittedWhenItStops() {
        try (KafkaScene scene = new KafkaScene()) {
            String topic = scene.kafka.newTopic("stop", 2);
            scene.set("posthorn.kafka.topics[0].name", topic).set("posthorn.kafka.commit-every", "1h");
            ConfigurableApplicationContext node = scene.node();
            scene.application("acme");
            scene.kafka.sendAll(letters(topic, 0, 0, 3000));
            scene.kafka.sendAll(letters(topic, 1, 3000, 3000));
            await().atMost(LONG).until(() -> scene.messages() > 500);
            node.close();

            long settled = scene.messages();
            assertThat(scene.kafka.committed(scene.group(), topic)).isEqualTo(settled);
            ConfigurableApplicationContext again = scene.node();
            await().atMost(LONG).until(() -> scene.messages() == 6000);
            assertThat(KafkaScene.figures(again).repeated()).isZero();
        }
    }

    @Test
    void readsNothingOnANodeThatOnlyDelivers() {
        try (KafkaScene scene = new KafkaScene()) {
            ConfigurableApplicationContext node = scene.set("posthorn.kafka.topics[0].name", "none")
                    .set("posthorn.roles", "dispatch")
                    .node();

            assertThat(node.getBeansOfType(TopicFigures.class)).isEmpty();
            assertThat(KafkaScene.api(node)
                            .get("/api/v1/health/details", HttpStatus.OK)
                            .path("kafka")
                            .isNull())
                    .isTrue();
        }
    }
}
