package io.posthorn.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.posthorn.ApiClient;
import io.posthorn.ingest.TopicFigures;
import io.posthorn.kafka.Letter;
import io.posthorn.receiver.ReceivedRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.JsonNode;

/** One node, two topics: one whose name says what its records are, and one whose records say it. */
class KafkaIntegrationTests {

    private static KafkaScene scene;
    private static String fixed;
    private static String open;
    private static TopicFigures figures;
    private static ApiClient api;

    @BeforeAll
    static void start() {
        scene = new KafkaScene();
        fixed = scene.kafka.newTopic("orders", 3);
        open = scene.kafka.newTopic("anything", 1, Map.of("max.message.bytes", "8388608"));
        scene.set("posthorn.kafka.topics[0].name", fixed)
                .set("posthorn.kafka.topics[0].application", "acme")
                .set("posthorn.kafka.topics[0].event-type", "order.created")
                .set("posthorn.kafka.topics[1].name", open)
                .set("posthorn.tracing.propagate", "true");
        var node = scene.node();
        figures = KafkaScene.figures(node);
        api = KafkaScene.api(node);
        scene.application("acme");
        scene.application("other");
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    private static List<ReceivedRequest> received(String path, int count) {
        await().until(() -> scene.receiver.requests(path).size() >= count);
        return scene.receiver.requests(path);
    }

    private static Letter complete(String value, String eventId) {
        return Letter.of(open, value)
                .with(RecordReader.APPLICATION, "other")
                .with(RecordReader.EVENT_TYPE, "thing.happened")
                .with(RecordReader.EVENT_ID, eventId);
    }

    @Test
    void deliversTheVeryBytesOfTheValue() {
        byte[] value = " {\"n\": 1.10, \"b\":\"\\u00e9\u00e9\",\r\n \"a\":{} }\n".getBytes(StandardCharsets.UTF_8);
        scene.kafka.send(Letter.of(fixed, value).to(1));

        ReceivedRequest request = received("/acme", 1).getFirst();

        assertThat(request.body()).isEqualTo(value);
        assertThat(request.header("webhook-event-type")).isEqualTo("order.created");
        JsonNode message = api.get("/api/v1/app/acme/msg/" + request.header("webhook-id"), HttpStatus.OK);
        assertThat(message.path("eventId").stringValue()).isEqualTo(fixed + "-1-0");
        await().until(() -> scene.kafka.committed(scene.group(), fixed) == 1);
    }

    @Test
    void takesWhatTheHeadersSay() {
        scene.kafka.send(complete("{\"h\":1}", "ev-1")
                .with(RecordReader.CHANNELS, "eu, vip")
                .with(RecordReader.TAGS, "nightly")
                .with(RecordReader.EXPIRES_AT, "2199-01-01T00:00:00Z"));
        await().until(() -> api.get("/api/v1/app/other/msg?tag=nightly", HttpStatus.OK)
                        .path("data")
                        .size()
                == 1);

        JsonNode message = api.get("/api/v1/app/other/msg?tag=nightly", HttpStatus.OK)
                .path("data")
                .get(0);

        assertThat(message.path("eventType").stringValue()).isEqualTo("thing.happened");
        assertThat(message.path("eventId").stringValue()).isEqualTo("ev-1");
        assertThat(message.path("channels").toString()).isEqualTo("[\"eu\",\"vip\"]");
        assertThat(message.path("expiresAt").stringValue()).startsWith("2199-01-01");
    }

    @Test
    void goesOnWithTheTraceOfTheRecord() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        scene.kafka.send(
                complete("{\"traced\":1}", "ev-traced").with("traceparent", "00-" + trace + "-00f067aa0ba902b7-01"));
        scene.kafka.send(complete("{\"traced\":0}", "ev-untraced").with("traceparent", "\u00fcber"));
        await().until(() ->
                withBody("{\"traced\":1}").size() + withBody("{\"traced\":0}").size() == 2);

        assertThat(withBody("{\"traced\":1}").getFirst().header("traceparent"))
                .matches("00-" + trace + "-(?!00f067aa0ba902b7)[0-9a-f]{16}-01");
        assertThat(withBody("{\"traced\":0}").getFirst().headers()).doesNotContainKey("traceparent");
    }

    private static List<ReceivedRequest> withBody(String body) {
        return scene.receiver.requests("/other").stream()
                .filter(request -> request.text().equals(body))
                .toList();
    }

    @Test
    void makesOneMessageOfAnEventThatCameTwice() {
        long repeated = figures.repeated();
        scene.kafka.send(complete("{\"twice\":1}", "ev-twice"));
        scene.kafka.send(complete("{\"twice\":1}", "ev-twice"));
        await().until(() -> figures.repeated() == repeated + 1);

        assertThat(scene.database.ask("SELECT count(*) FROM message WHERE event_id = 'ev-twice'"))
                .isEqualTo("1");
    }

    @Test
    void buriesWhatCanNeverBeAcceptedAndGoesOn() {
        byte[] large = ("{\"a\":\"" + "x".repeat(1 << 20) + "\"}").getBytes(StandardCharsets.UTF_8);
        List<Letter> poison = List.of(
                Letter.of(open, "{}").with(RecordReader.EVENT_TYPE, "a").with("mine", "kept"),
                complete("{}", "p-1").with(RecordReader.APPLICATION, "nobody"),
                complete("{}", "p-2").with(RecordReader.EVENT_TYPE, "a b"),
                Letter.of(open, "{}").with(RecordReader.APPLICATION, "other"),
                complete("not json", "p-3"),
                complete("[1]", "p-4"),
                complete("{} {}", "p-5"),
                Letter.of(open, large).with(RecordReader.APPLICATION, "other").with(RecordReader.EVENT_TYPE, "a"),
                Letter.of(open, (byte[]) null).with(RecordReader.APPLICATION, "other"),
                complete("{}", "p-6").with(RecordReader.EXPIRES_AT, "2001-01-01T00:00:00Z"),
                complete("{}", "p-7").with(RecordReader.DELIVER_AT, "tomorrow"),
                complete("{\"first\":true}", "p-8"),
                complete("{\"first\":false}", "p-8"));
        long before = figures.deadLettered();
        poison.forEach(scene.kafka::send);
        scene.kafka.send(complete("{\"after\":1}", "ev-after"));
        await().until(() -> figures.deadLettered() == before + 12);
        await().until(() -> scene.database
                .ask("SELECT count(*) FROM message WHERE event_id IN ('ev-after', 'p-8')")
                .equals("2"));

        List<Map<String, String>> dead = dead(12);
        assertThat(dead)
                .extracting(one -> one.get(DeadLetters.CODE))
                .containsExactlyInAnyOrder(
                        "no_application",
                        "not_found",
                        "validation_error",
                        "validation_error",
                        "malformed_request",
                        "validation_error",
                        "malformed_request",
                        "content_too_large",
                        "no_value",
                        "expired",
                        "validation_error",
                        "conflict");
        assertThat(dead.getFirst())
                .containsEntry("mine", "kept")
                .containsEntry("key", "key")
                .containsEntry("value", "{}")
                .containsEntry(DeadLetters.TOPIC, open)
                .containsEntry(DeadLetters.PARTITION, "0")
                .containsKey(DeadLetters.OFFSET);
        assertThat(dead).anyMatch(one -> one.getOrDefault("value", "").length() == large.length);
        await().until(() -> scene.kafka.committed(scene.group(), open) >= poison.size() + 1);
    }

    private static List<Map<String, String>> dead(int count) {
        return scene.kafka.read(scene.deadLetters, count).stream()
                .map(KafkaIntegrationTests::parts)
                .toList();
    }

    private static Map<String, String> parts(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> parts = new TreeMap<>();
        for (Header header : record.headers()) {
            parts.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        parts.put("key", new String(record.key(), StandardCharsets.UTF_8));
        parts.put("value", record.value() == null ? "null" : new String(record.value(), StandardCharsets.UTF_8));
        return parts;
    }

    @Test
    void deliversLaterWhatIsForLater() {
        String soon = Instant.now().plusSeconds(2).toString();
        scene.kafka.send(complete("{\"later\":1}", "ev-later").with(RecordReader.DELIVER_AT, soon));

        await().until(() -> Stream.of("{\"later\":1}").allMatch(text -> scene.receiver.requests("/other").stream()
                .anyMatch(request -> request.text().equals(text))));
    }

    @Test
    void saysThatAllIsThere() {
        await().until(figures::brokerAnswers);

        JsonNode details = api.get("/api/v1/health/details", HttpStatus.OK);

        assertThat(details.toString()).isEqualTo("{\"database\":\"up\",\"kafka\":\"up\"}");
        await().until(() -> figures.lag() == 0 && figures.waitingBytes() == 0);
    }
}
