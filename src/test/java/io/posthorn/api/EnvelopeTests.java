package io.posthorn.api;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTests {

    private static String contentOf(String body) {
        return new String(Envelope.parse(body.getBytes(UTF_8), "payload").objectContent("payload"), UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{ }",
                "{\"a\":1.10,\"b\":1E400,\"c\":-0,\"d\":12345678901234567890.123456789}",
                "{\n\t\"deep\" : [ [ { } , [ ] ] ] \r\n}",
                "{\"escapes\":\"\\u0000\\ud800\\\\\\\"}{][\"}",
                "{\"é😀\":\"é😀\",\"payload\":{\"payload\":1}}",
            })
    void findsTheContentByteForByteWhereverItStands(String payload) {
        assertThat(contentOf("{\"payload\":" + payload + "}")).isEqualTo(payload);
        assertThat(contentOf(" { \"eventType\" : \"é😀\" , \"payload\" :  " + payload + "\n , \"x\" : [1, {}] } "))
                .isEqualTo(payload);
        assertThat(contentOf("{\"x\":null,\"payload\":\t" + payload + " }")).isEqualTo(payload);
    }

    @Test
    void findsTheContentOfAnyDocument() {
        Random random = new Random(20261121);
        for (int i = 0; i < 2_000; i++) {
            String payload = object(random, 4);
            String body = "{" + space(random) + "\"a\":" + object(random, 2) + "," + space(random) + "\"payload\""
                    + space(random) + ":" + space(random) + payload + space(random) + ",\"z\":" + object(random, 1)
                    + "}";
            assertThat(contentOf(body)).as(body).isEqualTo(payload);
        }
    }

    private static String object(Random random, int depth) {
        StringBuilder json = new StringBuilder("{").append(space(random));
        for (int i = random.nextInt(4); i > 0; i--) {
            json.append('"').append(i).append(text(random)).append("\":").append(value(random, depth));
            json.append(i > 1 ? "," : "").append(space(random));
        }
        return json.append('}').toString();
    }

    private static String value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 6 : 4)) {
            case 0 -> "\"" + text(random) + "\"";
            case 1 -> random.nextInt() + ".50E" + random.nextInt(500);
            case 2 -> "null";
            case 3 -> "true";
            case 4 -> "[" + value(random, depth - 1) + space(random) + "," + value(random, depth - 1) + "]";
            default -> object(random, depth - 1);
        };
    }

    private static String text(Random random) {
        String[] pieces = {"", "a", "é", "😀", "\\\"", "\\\\", "\\u00e9", "}", "{\\\"payload\\\":1}", "漢字", " "};
        return pieces[random.nextInt(pieces.length)] + pieces[random.nextInt(pieces.length)];
    }

    private static String space(Random random) {
        return new String[] {"", " ", "\n", "\r\n\t  "}[random.nextInt(4)];
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"payload\":{}} x",
                "{\"payload\":{}}{}",
                "{\"payload\":{}",
                "{\"payload\":{\"a\":}}",
                "{\"payload\":{},\"payload\":{}}",
                "{\"a\":1,\"a\":2,\"payload\":{}}",
                "{payload:{}}",
            })
    void refusesWhatIsNotOneDocument(String body) {
        assertThatThrownBy(() -> contentOf(body))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(400));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"payload\":null}", "{\"payload\":[]}", "{\"payload\":\"{}\"}", "{\"payload\":1}", "[]"})
    void refusesContentThatIsNotAnObject(String body) {
        assertThatThrownBy(() -> contentOf(body))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(422));
    }

    @Test
    void refusesOtherEncodingsAndBrokenText() {
        byte[] mark = "\uFEFF{\"payload\":{}}".getBytes(UTF_8);
        byte[] wide = "{\"payload\":{}}".getBytes(UTF_16BE);
        byte[] broken = "{\"payload\":{\"a\":\"?\"}}".getBytes(UTF_8);
        broken[16] = (byte) 0xC3;
        for (byte[] body : new byte[][] {mark, wide, broken}) {
            assertThatThrownBy(() -> Envelope.parse(body, "payload"))
                    .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.status())
                            .isEqualTo(400));
        }
    }

    @Test
    void refusesWhatIsNestedTooDeep() {
        String deep = "[".repeat(99) + "]".repeat(99);
        assertThat(contentOf("{\"payload\":{}}")).isEqualTo("{}");
        assertThatThrownBy(() -> contentOf("{\"payload\":{\"a\":" + deep + "}}"))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(400));
    }
}
