package io.posthorn.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
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
    private final FieldValues values;

    private RequestFields(JsonNode object, List<String> location, List<Violation> violations) {
        this.object = object;
        this.location = location;
        this.violations = violations;
        this.values = new FieldValues(violations);
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
    static RequestFields of(ObjectNode object) {
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
        return value == null ? "" : values.text(value, at(name), rule);
    }

    /** The text of an optional field. */
    public @Nullable String optionalText(String name, TextRule rule) {
        return hasValue(name) ? values.text(object.get(name), at(name), rule) : null;
    }

    /** A field that is true or false, or else left out. */
    public boolean flag(String name, boolean otherwise) {
        JsonNode value = has(name) ? required(name, "true or false") : null;
        return value == null ? otherwise : values.flag(value, at(name));
    }

    /** An optional whole number. */
    public @Nullable Integer optionalInteger(String name, int min, int max) {
        return hasValue(name) ? values.integer(object.get(name), at(name), min, max) : null;
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
        return values.texts(list, at(name), rule);
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
        Map<String, String> labels = values.labels(value, at(name));
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
        value.properties().forEach(member -> values.object(member.getValue(), at(name, member.getKey())));
        return value;
    }

    /** An optional moment, written as RFC 3339 has it, with a zone. */
    public @Nullable Instant optionalInstant(String name) {
        return hasValue(name) ? values.moment(object.get(name), at(name)) : null;
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
        return values.object(value, at(name)) ? new RequestFields(value, at(name), violations) : null;
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
                                    : values.text(entry.getValue(), at(name, entry.getKey()), TextRule.FREE)));
        }
        return texts;
    }

    /** An optional number, with or without a fraction. */
    public @Nullable Double optionalNumber(String name, double min, double max) {
        return hasValue(name) ? values.number(object.get(name), at(name), min, max) : null;
    }

    /** An optional list of numbers, in the order given; it may be empty. */
    public @Nullable List<Double> optionalNumbers(String name, double min, double max, int maxItems) {
        if (!hasValue(name)) {
            return null;
        }
        JsonNode list = object.get(name);
        if (!list.isArray()) {
            violations.add(Violation.ofType(at(name), "a list of numbers", JsonTypes.nameOf(list)));
        } else if (list.size() > maxItems) {
            refuse(name, "must have at most " + maxItems + " items, but has " + list.size());
        } else {
            return values.numbers(list, at(name), min, max);
        }
        return List.of();
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
        return FieldValues.below(location, names);
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
}
