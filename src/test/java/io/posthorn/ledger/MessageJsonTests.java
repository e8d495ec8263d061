package io.posthorn.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.id.IdGenerator;
import io.posthorn.id.IdKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MessageJsonTests {

    private static final UUID ID = IdGenerator.floor(Instant.parse("2026-02-28T03:04:05.067Z"));

    @Test
    void writesTheMembersOfTheApi() {
        assertThat(write(message("shop.paid", "order-1", List.of("a", "b"), List.of(), "{\"total\": 1.10}")))
                .isEqualTo("{\"channels\":[\"a\",\"b\"],\"eventId\":\"order-1\",\"eventType\":\"shop.paid\",\"id\":\""
                        + IdKind.MESSAGE.format(ID)
                        + "\",\"payload\":{\"total\": 1.10},\"timestamp\":\"2026-02-28T03:04:05.067Z\"}");
    }

    @Test
    void writesNullForWhatIsNotThereAndTagsWhereThereAreAny() {
        assertThat(write(message("a", null, List.of(), List.of("red"), "{}")))
                .startsWith("{\"channels\":null,\"eventId\":null,\"eventType\":\"a\"")
                .contains(",\"payload\":{},\"tags\":[\"red\"],\"timestamp\":");
    }

    @Test
    void keepsThePayloadByteForByte() {
        String payload = "{ \"n\":1.10e+2,\"n\" : 12345678901234567890 ,\"é\\u00e9\":\"\\ud83d\\ude00\"\n}";

        assertThat(write(message("a", null, List.of(), List.of(), payload))).contains("\"payload\":" + payload + ",");
    }

    @Test
    void escapesWhatJsonWantsEscaped() {
        List<String> odd = List.of("quote\"", "back\\slash", "line\nfeed", "nul\u0001", "é", "😀", "\u007f", "\u2028");

        JsonNode read = new JsonMapper().readTree(MessageJson.write(message("a", "x\"y", odd, List.of(), "{}")));

        assertThat(read.path("eventId").stringValue()).isEqualTo("x\"y");
        assertThat(read.path("channels").valueStream().map(JsonNode::stringValue))
                .containsExactlyElementsOf(odd);
    }

    @Test
    void writesEveryTimeAsJavaDoes() {
        List.of("1970-01-01T00:00:00.000Z", "2024-02-29T23:59:59.999Z", "2100-12-31T12:00:00.010Z")
                .forEach(time -> assertThat(new JsonBytes(JsonBytes.TIME_LENGTH)
                                .time(Instant.parse(time))
                                .finish())
                        .isEqualTo(bytes("\"" + time + "\"")));
    }

    @Test
    void knowsItsLengthBeforeWriting() {
        List.of(
                        message("a", null, List.of(), List.of(), "{}"),
                        message("shop.paid", "order-1", List.of("a", "bcd"), List.of("t", "u"), "{\"a\":1}"))
                .forEach(
                        message -> assertThat(MessageJson.write(message)).hasSize(MessageJson.expectedLength(message)));
    }

    private static MessageOut message(
            String eventType, @Nullable String eventId, List<String> channels, List<String> tags, String payload) {
        return new MessageOut(ID, eventType, eventId, channels, tags, bytes(payload), Terms.NONE);
    }

    private static String write(MessageOut message) {
        return new String(MessageJson.write(message), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
