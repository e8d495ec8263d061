package io.posthorn.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.ingest.BatchCutter.Item;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchCutterTests {

    private static final int MAX = 64;
    private static final List<String> ITEMS = List.of(
            "{}",
            "{\"a\":\"]},{[\\\\\"}",
            "{\"b\":[1,[2,{\"c\":\"\\\"\"}]]}",
            "7",
            "\"te,xt]\"",
            "null",
            "[{},[]]",
            "{ \"é\" : 1 }");

    private static List<Item> cut(BatchCutter cutter, String body, Random random) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        List<Item> items = new ArrayList<>();
        for (int from = 0; from < bytes.length; ) {
            int count = Math.min(bytes.length - from, 1 + random.nextInt(5));
            items.addAll(cutter.add(Arrays.copyOfRange(bytes, from, from + count)));
            from += count;
        }
        items.addAll(cutter.end());
        return items;
    }

    private static List<String> texts(List<Item> items) {
        return items.stream()
                .map(item -> item instanceof Item.Whole(byte[] bytes)
                        ? new String(bytes, StandardCharsets.UTF_8)
                        : item.getClass().getSimpleName())
                .toList();
    }

    @Test
    void cutsAnyArrayHoweverItArrives() {
        Random random = new Random(7);
        String[] spaces = {"", " ", "\n", "\t\r\n "};
        for (int round = 0; round < 2_000; round++) {
            List<String> wanted = random.ints(random.nextInt(6), 0, ITEMS.size())
                    .mapToObj(ITEMS::get)
                    .toList();
            StringBuilder body = new StringBuilder(spaces[random.nextInt(4)]).append('[');
            for (int i = 0; i < wanted.size(); i++) {
                body.append(i == 0 ? "" : ",").append(spaces[random.nextInt(4)]);
                body.append(wanted.get(i)).append(spaces[random.nextInt(4)]);
            }
            body.append(']').append(spaces[random.nextInt(4)]);

            assertThat(texts(cut(new ArrayCutter(MAX), body.toString(), random)))
                    .as(body.toString())
                    .isEqualTo(wanted);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{}", "[", "[{}", "[{},", "[{} {}]", "[{}] x", "[1,2", "x", "\uFEFF[{}]", "[{\"a\":\"]"})
    void endsWhereTheBodyIsNoArray(String body) {
        List<Item> items = cut(new ArrayCutter(MAX), body, new Random(1));

        assertThat(items.getLast()).isInstanceOf(Item.End.class);
    }

    @Test
    void goesOnBehindAnItemThatIsTooLarge() {
        String large = "\"" + "x".repeat(MAX) + "\"";
        String largest = "\"" + "x".repeat(MAX - 2) + "\"";

        assertThat(texts(cut(new ArrayCutter(MAX), "[{}," + large + "," + largest + "]", new Random(2))))
                .containsExactly("{}", "Broken", largest);
    }

    @Test
    void cutsLinesAndPassesOverBlankOnes() {
        assertThat(texts(cut(new LineCutter(MAX), "\n{\"a\":1}\r\n \n{}\n\n[7]", new Random(3))))
                .containsExactly("{\"a\":1}\r", "{}", "[7]");
    }
}
