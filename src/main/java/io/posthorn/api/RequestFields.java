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
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON object in a request's body, read field by field; a parameter of controller methods. Reading never stops at
 * the first fault: each is noted with its location, and {@link #read} answers all of them at once. Unknown fields are
 * ignored, types are never converted, and null means "no value" where a field is optional and is refused elsewhere.
 */
public final class RequestFields {

    private static final int MAX_LABEL_BYTES = 4096;

    private final JsonNode object;
    private final List<String> location;
    private final List<Violation> violations;

    private RequestFields(JsonNode object, List<String> location, List<Violation> violations) {
        this.object = object;
        this.location = location;
        this.violations = violations;
    }

    private static RequestFields ofBody(JsonNode object) {
        return new RequestFields(object, List.of("body"), new ArrayList<>());
    }

    /**
     * The fields of a document.
     *
     * @throws Problem 400 when it is not JSON, 422 when it is not an object
     */
    public static RequestFields parse(byte[] body) {
        JsonNode root = StrictJson.parse(body);
        if (!root.isObject()) {
            throw Problem.invalid(List.of(Violation.ofType(List.of("body"), "an object", JsonTypes.nameOf(root))));
        }
        return ofBody(root);
    }

    /** The members of an object that was read elsewhere. */
    public static RequestFields of(ObjectNode object) {
        return ofBody(object);
    }

    /**
     * What the reader makes of the fields.
     *
     * @throws Problem 422 with every fault that the reader came upon
     */
    public <T> T read(Function<? super RequestFields, ? extends T> reader) {
        violations.clear();
        T result = reader.apply(this);
        if (!violations.isEmpty()) {
            throw Problem.invalid(violations);
        }
        return result;
    }

    /** Whether the field is there, also as null. */
    public boolean has(String name) {
        return object.has(name);
    }

    /**
     * The one of two names for the same field that the caller used; the first when neither is there. Both with
     * different values is a fault, because nobody could tell which one is meant.
     */
    public String either(String name, String synonym) {
        if (!hasValue(synonym)) {
            return has(synonym) && !has(name) ? synonym : name;
        }
        if (hasValue(name) && !object.get(name).equals(object.get(synonym))) {
            refuse(synonym, "differs from '" + name + "', which is the same field: send one of them");
        }
        return hasValue(name) ? name : synonym;
    }

    /** The text of a required field. */
    public String text(String name, TextRule rule) {
        JsonNode value = required(name, rule.allowed());
        return value == null ? "" : textOf(value, at(name), rule);
    }

    /** The text of an optional field. */
    public @Nullable String optionalText(String name, TextRule rule) {
        return hasValue(name) ? textOf(object.get(name), at(name), rule) : null;
    }

    /** A field that is true or false, or else left out. */
    public boolean flag(String name, boolean otherwise) {
        JsonNode value = has(name) ? required(name, "true or false") : null;
        if (value == null) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            violations.add(Violation.ofType(at(name), "true or false", JsonTypes.nameOf(value)));
        }
        return value.isBoolean() && value.booleanValue();
    }

    /** An optional whole number. */
    public @Nullable Integer optionalInteger(String name, int min, int max) {
        if (!hasValue(name)) {
            return null;
        }
        JsonNode value = object.get(name);
        String allowed = "a whole number from " + min + " to " + max;
        if (!value.isIntegralNumber()) {
            violations.add(Violation.ofType(at(name), allowed, JsonTypes.nameOf(value)));
            return min;
        }
        if (!value.canConvertToInt() || value.intValue() < min || value.intValue() > max) {
            refuse(name, "must be " + allowed);
            return min;
        }
        return value.intValue();
    }

    /** An optional list of texts, each kept once, in the order given; an empty list is refused. */
    public @Nullable Set<String> optionalTexts(String name, TextRule rule, int maxItems) {
        if (!hasValue(name)) {
            return null;
        }
        JsonNode list = object.get(name);
        if (!list.isArray()) {
            violations.add(Violation.ofType(at(name), "a list of texts or null", JsonTypes.nameOf(list)));
            return null;
        }
        if (list.isEmpty() || list.size() > maxItems) {
            refuse(
                    name,
                    "must have 1 to " + maxItems + " items, but has " + list.size()
                            + "; null, or leaving it out, means all");
        }
        return items(name, list, rule);
    }

    /** The same list where an empty one, or none, means none of them. */
    public List<String> textsOrNone(String name, TextRule rule, int maxItems) {
        if (hasValue(name) && object.get(name).isArray() && object.get(name).isEmpty()) {
            return List.of();
        }
        Set<String> texts = optionalTexts(name, rule, maxItems);
        return texts == null ? List.of() : List.copyOf(texts);
    }

    /** A map of texts, empty when left out; its names and values have at most 4,096 bytes together. */
    public Map<String, String> labels(String name) {
        JsonNode value = has(name) ? required(name, "an object of texts") : null;
        if (value == null) {
            return Map.of();
        }
        if (!value.isObject()) {
            violations.add(Violation.ofType(at(name), "an object of texts", JsonTypes.nameOf(value)));
            return Map.of();
        }
        Map<String, String> labels = new LinkedHashMap<>();
        value.properties().forEach(entry -> labels.put(labelName(name, entry.getKey()), label(name, entry)));
        if (JsonTypes.bytesOf(labels) > MAX_LABEL_BYTES) {
            refuse(name, "must have at most " + MAX_LABEL_BYTES + " bytes of names and values together");
        }
        return labels;
    }

    /** An optional object whose members are objects, as it came. */
    public @Nullable JsonNode optionalObjects(String name) {
        if (!hasValue(name)) {
            return null;
        }
        JsonNode value = object.get(name);
        if (!value.isObject()) {
            violations.add(Violation.ofType(at(name), "an object of objects", JsonTypes.nameOf(value)));
        }
        for (var entry : value.properties()) {
            if (!entry.getValue().isObject()) {
                violations.add(
                        Violation.ofType(at(name, entry.getKey()), "an object", JsonTypes.nameOf(entry.getValue())));
            }
        }
        return value;
    }

    /** An optional moment, written as RFC 3339 has it, with a zone. */
    public @Nullable Instant optionalInstant(String name) {
        if (!hasValue(name)) {
            return null;
        }
        JsonNode value = object.get(name);
        Instant moment = value.isString() ? Moments.parse(value.stringValue()).orElse(null) : null;
        if (moment == null) {
            violations.add(
                    value.isString()
                            ? Violation.ofValue(
                                    at(name),
                                    "must be " + Moments.ALLOWED + ", but is " + Violation.shown(value.stringValue()))
                            : Violation.ofType(at(name), Moments.ALLOWED, JsonTypes.nameOf(value)));
        }
        return moment;
    }

    /** A required moment. */
    public Instant requiredInstant(String name) {
        Instant moment = required(name, Moments.ALLOWED) == null ? null : optionalInstant(name);
        return moment == null ? Instant.EPOCH : moment;
    }

    /** The fields of an optional object; what is wrong with them is noted with the rest. */
    public @Nullable RequestFields optionalObject(String name) {
        if (!hasValue(name)) {
            return null;
        }
        JsonNode value = object.get(name);
        if (!value.isObject()) {
            violations.add(Violation.ofType(at(name), "an object", JsonTypes.nameOf(value)));
            return null;
        }
        return new RequestFields(value, at(name), violations);
    }

    /** A required map of texts, in the order given; null where a text is null, if that is allowed. */
    public Map<String, @Nullable String> texts(String name, boolean nullAllowed) {
        Map<String, @Nullable String> texts = new LinkedHashMap<>();
        JsonNode value = required(name, "an object of texts");
        if (value != null && !value.isObject()) {
            violations.add(Violation.ofType(at(name), "an object of texts", JsonTypes.nameOf(value)));
        } else if (value != null) {
            value.properties()
                    .forEach(entry -> texts.put(
                            entry.getKey(),
                            nullAllowed && entry.getValue().isNull()
                                    ? null
                                    : textOf(entry.getValue(), at(name, entry.getKey()), TextRule.FREE)));
        }
        return texts;
    }

    /** An optional number, with or without a fraction. */
    public @Nullable Double optionalNumber(String name, double min, double max) {
        if (!hasValue(name)) {
            return null;
        }
        JsonNode value = object.get(name);
        return numberOf(value, at(name), min, max) ? value.doubleValue() : min;
    }

    /** An optional list of numbers, in the order given; it may be empty. */
    public @Nullable List<Double> optionalNumbers(String name, double min, double max, int maxItems) {
        if (!hasValue(name)) {
            return null;
        }
        JsonNode list = object.get(name);
        List<Double> numbers = new ArrayList<>();
        if (!list.isArray()) {
            violations.add(Violation.ofType(at(name), "a list of numbers", JsonTypes.nameOf(list)));
        } else if (list.size() > maxItems) {
            refuse(name, "must have at most " + maxItems + " items, but has " + list.size());
        } else {
            for (int i = 0; i < list.size(); i++) {
                boolean fits = numberOf(list.get(i), at(name, Integer.toString(i)), min, max);
                numbers.add(fits ? list.get(i).doubleValue() : min);
            }
        }
        return numbers;
    }

    private boolean numberOf(JsonNode value, List<String> loc, double min, double max) {
        String allowed = "a number from " + plain(min) + " to " + plain(max);
        if (!value.isNumber()) {
            violations.add(Violation.ofType(loc, allowed, JsonTypes.nameOf(value)));
            return false;
        }
        boolean fits = value.doubleValue() >= min && value.doubleValue() <= max;
        if (!fits) {
            violations.add(Violation.ofValue(loc, "must be " + allowed));
        }
        return fits;
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    /** The value as it came; null when it is left out or null. */
    public @Nullable JsonNode optionalValue(String name) {
        return hasValue(name) ? object.get(name) : null;
    }

    /** Notes a fault in a field that only the reader can know. */
    public void refuse(String name, String msg) {
        violations.add(Violation.ofValue(at(name), msg));
    }

    /** Notes a fault in a member of a field. */
    public void refuse(String name, String member, String msg) {
        violations.add(Violation.ofValue(at(name, member), msg));
    }

    private List<String> at(String... names) {
        return Stream.concat(location.stream(), Arrays.stream(names)).toList();
    }

    /** Whether the field is there and not null. */
    public boolean hasValue(String name) {
        return object.hasNonNull(name);
    }

    private @Nullable JsonNode required(String name, String allowed) {
        if (hasValue(name)) {
            return object.get(name);
        }
        violations.add(has(name) ? Violation.ofType(at(name), allowed, "null") : Violation.missing(at(name), allowed));
        return null;
    }

    private Set<String> items(String name, JsonNode list, TextRule rule) {
        Set<String> items = new LinkedHashSet<>();
        for (int i = 0; i < list.size(); i++) {
            items.add(textOf(list.get(i), at(name, Integer.toString(i)), rule));
        }
        return items;
    }

    private String labelName(String name, String label) {
        if (!TextRule.isStorable(label)) {
            refuse(name, "has a name that is not whole Unicode without NUL");
        }
        return label;
    }

    private String label(String name, Map.Entry<String, JsonNode> entry) {
        return textOf(entry.getValue(), at(name, entry.getKey()), TextRule.FREE);
    }

    private String textOf(JsonNode value, List<String> loc, TextRule rule) {
        if (!value.isString()) {
            violations.add(Violation.ofType(loc, rule.allowed(), JsonTypes.nameOf(value)));
            return "";
        }
        String text = value.stringValue();
        if (!rule.allows(text)) {
            violations.add(Violation.ofValue(loc, "must be " + rule.allowed() + ", but is " + Violation.shown(text)));
        }
        return text;
    }
}
