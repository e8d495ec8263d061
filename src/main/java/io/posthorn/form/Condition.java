package io.posthorn.form;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which messages an endpoint gets, by one value of their payload. */
public final class Condition {

    private static final int MAX_VALUES = 100;
    private static final int MAX_TEXT = 1_000;

    private final PayloadPath path;
    private final Operator operator;
    private final List<Scalar> values;
    private final String words;

    private Condition(String pathText, PayloadPath path, Operator operator, List<Scalar> values) {
        this.path = path;
        this.operator = operator;
        this.values = values;
        this.words = words(pathText, operator, values);
    }

    /**
     * The condition that compares what is found at the path.
     *
     * @param values null when no value was given; one that stands alone; or the items of a list
     * @param isList whether the values were given as a list
     * @throws FormFaultException when it makes no sense
     */
    public static Condition of(String path, String operator, @Nullable List<Scalar> values, boolean isList) {
        Operator known = Operator.named(operator)
                .orElseThrow(() -> new FormFaultException("operator", "must be one of " + Operator.names()));
        PayloadPath way = PayloadPath.parse(path);
        if (!fits(known.wants(), values, isList)) {
            throw new FormFaultException(
                    "value",
                    "must be " + known.wants().words() + " with operator '" + known.text() + "', of at most " + MAX_TEXT
                            + " characters");
        }
        return new Condition(path, way, known, values == null ? List.of() : List.copyOf(values));
    }

    private static boolean fits(Operator.Wants wants, @Nullable List<Scalar> values, boolean isList) {
        if (values == null || wants == Operator.Wants.NOTHING) {
            return values == null && wants == Operator.Wants.NOTHING;
        }
        boolean count = isList
                ? wants == Operator.Wants.LIST && !values.isEmpty() && values.size() <= MAX_VALUES
                : wants != Operator.Wants.LIST;
        return count
                && values.stream().allMatch(value -> value.text().length() <= MAX_TEXT && fits(wants, value.kind()));
    }

    private static boolean fits(Operator.Wants wants, Scalar.Kind kind) {
        return switch (wants) {
            case ORDERED -> kind == Scalar.Kind.NUMBER || kind == Scalar.Kind.TEXT;
            case TEXT -> kind == Scalar.Kind.TEXT;
            default -> true;
        };
    }

    private static String words(String path, Operator operator, List<Scalar> values) {
        String shown = values.isEmpty()
                ? ""
                : " " + values.getFirst().text() + (values.size() > 1 ? " and " + (values.size() - 1) + " more" : "");
        return path + " " + operator.text() + (shown.length() > 100 ? shown.substring(0, 100) + "…" : shown);
    }

    PayloadPath path() {
        return path;
    }

    Operator operator() {
        return operator;
    }

    List<Scalar> values() {
        return values;
    }

    /** The condition in a few words. */
    @Override
    public String toString() {
        return words;
    }

    /** Whether a message with this payload goes to the endpoint; one that is not JSON does not. */
    public boolean isMetBy(byte[] payload, @Nullable String contentType) {
        return Conditions.met(List.of(this), payload, contentType).getFirst();
    }

    /**
     * Why a message with this payload does not go to the endpoint.
     *
     * @return a part of a sentence; null when it does
     */
    public @Nullable String whyNot(byte[] payload, @Nullable String contentType) {
        if (contentType != null) {
            return "its condition (" + words + ") is never met by a payload that is sent as raw text";
        }
        return isMetBy(payload, null) ? null : "its condition (" + words + ") is not met by the payload";
    }
}
