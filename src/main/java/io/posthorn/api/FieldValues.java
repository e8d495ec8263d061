package io.posthorn.api;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Values of a request's body, each read as what it has to be. What is wrong with one is noted with its location, and
 * something harmless is returned in its place.
 */
final class FieldValues {

    private final List<Violation> violations;

    FieldValues(List<Violation> violations) {
        this.violations = violations;
    }

    static List<String> below(List<String> location, String... names) {
        return Stream.concat(location.stream(), Arrays.stream(names)).toList();
    }

    String text(JsonNode value, List<String> at, TextRule rule) {
        if (!value.isString()) {
            violations.add(Violation.ofType(at, rule.allowed(), JsonTypes.nameOf(value)));
            return "";
        }
        String text = value.stringValue();
        if (!rule.allows(text)) {
            violations.add(Violation.ofValue(at, "must be " + rule.allowed() + ", but is " + Violation.shown(text)));
        }
        return text;
    }

    Set<String> texts(JsonNode list, List<String> at, TextRule rule) {
        Set<String> texts = new LinkedHashSet<>();
        for (int i = 0; i < list.size(); i++) {
            texts.add(text(list.get(i), below(at, Integer.toString(i)), rule));
        }
        return texts;
    }

    Map<String, String> labels(JsonNode object, List<String> at) {
        Map<String, String> labels = new LinkedHashMap<>();
        object.properties()
                .forEach(entry -> labels.put(
                        labelName(entry.getKey(), at),
                        text(entry.getValue(), below(at, entry.getKey()), TextRule.FREE)));
        return labels;
    }

    private String labelName(String name, List<String> at) {
        if (!TextRule.isStorable(name)) {
            violations.add(Violation.ofValue(at, "has a name that is not whole Unicode without NUL"));
        }
        return name;
    }

    boolean flag(JsonNode value, List<String> at) {
        if (!value.isBoolean()) {
            violations.add(Violation.ofType(at, "true or false", JsonTypes.nameOf(value)));
        }
        return value.isBoolean() && value.booleanValue();
    }

    int integer(JsonNode value, List<String> at, int min, int max) {
        String allowed = "a whole number from " + min + " to " + max;
        if (!value.isIntegralNumber()) {
            violations.add(Violation.ofType(at, allowed, JsonTypes.nameOf(value)));
            return min;
        }
        if (!value.canConvertToInt() || value.intValue() < min || value.intValue() > max) {
            violations.add(Violation.ofValue(at, "must be " + allowed));
            return min;
        }
        return value.intValue();
    }

    double number(JsonNode value, List<String> at, double min, double max) {
        String allowed = "a number from " + plain(min) + " to " + plain(max);
        if (!value.isNumber()) {
            violations.add(Violation.ofType(at, allowed, JsonTypes.nameOf(value)));
            return min;
        }
        if (value.doubleValue() >= min && value.doubleValue() <= max) {
            return value.doubleValue();
        }
        violations.add(Violation.ofValue(at, "must be " + allowed));
        return min;
    }

    List<Double> numbers(JsonNode list, List<String> at, double min, double max) {
        List<Double> numbers = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            numbers.add(number(list.get(i), below(at, Integer.toString(i)), min, max));
        }
        return numbers;
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    @Nullable
    Instant moment(JsonNode value, List<String> at) {
        if (!value.isString()) {
            violations.add(Violation.ofType(at, Moments.ALLOWED, JsonTypes.nameOf(value)));
            return null;
        }
        String text = value.stringValue();
        Instant moment = Moments.parse(text).orElse(null);
        if (moment == null) {
            violations.add(Violation.ofValue(at, "must be " + Moments.ALLOWED + ", but is " + Violation.shown(text)));
        }
        return moment;
    }

    /** Whether it is an object. */
    boolean object(JsonNode value, List<String> at) {
        if (!value.isObject()) {
            violations.add(Violation.ofType(at, "an object", JsonTypes.nameOf(value)));
        }
        return value.isObject();
    }
}
