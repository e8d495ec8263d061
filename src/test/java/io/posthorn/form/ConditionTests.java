package io.posthorn.form;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTests {

    private static final String PAYLOAD = """
            {"completion_rate":92.50,"name":"Ada","done":true,"nothing":null,"tags":["a",2,"c",{"x":1}],
             "order":{"items":[{"price":10},{"price":20}]},"a.b":1,"empty":{},"zero":-0.0,"big":1e400000}""";

    private static boolean met(String path, String operator, @Nullable String value) {
        return condition(path, operator, value).isMetBy(PAYLOAD.getBytes(UTF_8), null);
    }

    private static Condition condition(String path, String operator, @Nullable String value) {
        return value != null && value.startsWith("[")
                ? Condition.of(path, operator, scalars(value.substring(1, value.length() - 1)), true)
                : Condition.of(path, operator, value == null ? null : scalars(value), false);
    }

    private static List<Scalar> scalars(String values) {
        return Arrays.stream(values.split("\\|")).map(ConditionTests::scalar).toList();
    }

    private static Scalar scalar(String value) {
        if (value.startsWith("'")) {
            return new Scalar(Scalar.Kind.TEXT, value.substring(1, value.length() - 1));
        }
        return switch (value) {
            case "true", "false" -> new Scalar(Scalar.Kind.BOOLEAN, value);
            case "null" -> new Scalar(Scalar.Kind.NULL, value);
            default -> new Scalar(Scalar.Kind.NUMBER, value);
        };
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "completion_rate, ge, 90",
                "completion_rate, eq, 92.5",
                "completion_rate, eq, 9250e-2",
                "completion_rate, lt, 1e400000",
                "big, eq, 10e399999",
                "big, gt, 9e399999",
                "zero, eq, 0",
                "name, eq, 'Ada'",
                "name, ne, 'Bob'",
                "name, gt, 'Aaa'",
                "name, startsWith, 'Ad'",
                "name, contains, 'd'",
                "name, in, ['Bob'|'Ada']",
                "completion_rate, in, [1|92.5]",
                "done, eq, true",
                "nothing, eq, null",
                "nothing, exists,",
                "empty, exists,",
                "missing, absent,",
                "missing, ne, 1",
                "missing.deeper, absent,",
                "name.deeper, absent,",
                "tags, contains, 'c'",
                "tags, contains, 2",
                "tags, exists,",
                "tags[1], eq, 2",
                "tags[9], absent,",
                "tags[3].x, eq, 1",
                "order.items[1].price, gt, 10",
                "order.items, ne, 1",
            })
    void isMet(String path, String operator, @Nullable String value) {
        assertThat(met(path, operator, value)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "completion_rate, ge, 93",
                "completion_rate, eq, '92.50'",
                "completion_rate, gt, '1'",
                "completion_rate, startsWith, '9'",
                "name, gt, 1",
                "name, lt, 'Ada'",
                "done, eq, 'true'",
                "nothing, absent,",
                "missing, exists,",
                "missing, lt, 1",
                "missing, in, [null|1]",
                "empty, eq, null",
                "tags, contains, 'd'",
                "tags, contains, '2'",
                "tags, eq, 'a'",
                "order.items[0].price, gt, 10",
                "order.items[2].price, gt, 0",
                "order[0], exists,",
                "tags.a, exists,",
            })
    void isNotMet(String path, String operator, @Nullable String value) {
        assertThat(met(path, operator, value)).isFalse();
    }

    @Test
    void decidesManyAtOnceAsIfEachWereAlone() {
        List<Condition> conditions = List.of(
                condition("order", "exists", null),
                condition("order.items[1].price", "eq", "20"),
                condition("order.items[0].price", "eq", "20"),
                condition("tags", "contains", "'a'"),
                condition("tags[0]", "eq", "'a'"),
                condition("name", "eq", "'Ada'"));

        assertThat(Conditions.met(conditions, PAYLOAD.getBytes(UTF_8), null))
                .containsExactly(true, true, false, true, true, true);
    }

    @Test
    void saysWhyNot() {
        Condition condition = condition("score", "ge", "90");

        assertThat(condition.whyNot("{\"score\":90}".getBytes(UTF_8), null)).isNull();
        assertThat(condition.whyNot("{\"score\":89}".getBytes(UTF_8), null))
                .isEqualTo("its condition (score ge 90) is not met by the payload");
        assertThat(condition.whyNot("{\"score\":90}".getBytes(UTF_8), "text/plain"))
                .contains("raw text");
        assertThat(condition("score", "absent", null).isMetBy("no json".getBytes(UTF_8), null))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "a.",
                ".a",
                "a..b",
                "[0]",
                "a[",
                "a[-1]",
                "a[01]",
                "a[1",
                "a]b",
                "a[9999999]",
                "a[0]b",
                "a\nb"
            })
    void refusesWhatIsNoPath(String path) {
        assertThatThrownBy(() -> condition(path, "exists", null))
                .isInstanceOfSatisfying(FormFaultException.class, fault -> assertThat(fault.field())
                        .isEqualTo("path"));
    }

    @ParameterizedTest
    @CsvSource({
        "like, 1, operator",
        "eq,, value",
        "exists, 1, value",
        "gt, true, value",
        "in, 1, value",
        "startsWith, 1, value",
        "eq, [1|2], value"
    })
    void refusesOperatorsAndValuesThatDoNotFit(String operator, @Nullable String value, String field) {
        assertThatThrownBy(() -> condition("a", operator, value))
                .isInstanceOfSatisfying(FormFaultException.class, fault -> assertThat(fault.field())
                        .isEqualTo(field));
    }

    @Test
    void neverMultipliesOutANumber() {
        String million = "1".repeat(1_000_000);
        byte[] payload =
                ("{\"n\":" + million + ",\"e\":1e999999999999999999999,\"m\":-1E-99999999999}").getBytes(UTF_8);

        Assertions.assertTimeout(Duration.ofSeconds(5), () -> {
            assertThat(condition("n", "lt", "1e1000000").isMetBy(payload, null)).isTrue();
            assertThat(condition("e", "gt", "1e400000").isMetBy(payload, null)).isTrue();
            assertThat(condition("m", "lt", "0").isMetBy(payload, null)).isTrue();
        });
    }

    @Property(tries = 1_000)
    void comparesAsExactDecimalsDo(
            @ForAll long left,
            @ForAll @IntRange(min = -30, max = 30) int leftScale,
            @ForAll long right,
            @ForAll @IntRange(min = -30, max = 30) int rightScale) {
        BigDecimal a = BigDecimal.valueOf(left, leftScale);
        BigDecimal b = BigDecimal.valueOf(right, rightScale);

        assertThat(Decimal.of(a.toString()).compareTo(Decimal.of(b.toString()))).isEqualTo(a.compareTo(b));
        assertThat(Decimal.of(a.toPlainString()).compareTo(Decimal.of(a.toString())))
                .isZero();
    }

    @Property(tries = 300)
    void neverThrowsWhateverThePayloadIs(@ForAll byte[] payload) {
        condition("a.b[0]", "contains", "1").isMetBy(payload, null);
    }
}
