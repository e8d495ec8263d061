package io.posthorn.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.posthorn.api.RequestFields;
import io.posthorn.api.TextRule;
import io.posthorn.form.Condition;
import io.posthorn.form.Form;
import io.posthorn.form.FormFaultException;
import io.posthorn.form.FormSpec;
import io.posthorn.form.Scalar;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** Reads {@code form} and {@code condition}, from a caller and from a row alike. */
final class ShapeReader {

    private static final String FORM = "form";
    private static final String CONDITION = "condition";
    private static final String VALUE = "value";

    private ShapeReader() {}

    /** As a create or update says it: what is left out has no value. */
    static Shape whole(RequestFields fields) {
        return patched(fields, Shape.NONE);
    }

    /** As a patch says it: what is left out stays as it is. */
    static Shape patched(RequestFields fields, Shape current) {
        Shape form = fields.has(FORM) ? form(fields) : current;
        Shape condition = fields.has(CONDITION) ? condition(fields) : current;
        return new Shape(form.formOut(), form.form(), condition.conditionOut(), condition.condition());
    }

    static Shape stored(@Nullable String form, @Nullable String condition) {
        String document = "{\"" + FORM + "\":" + form + ",\"" + CONDITION + "\":" + condition + "}";
        return RequestFields.parse(document.getBytes(UTF_8)).read(ShapeReader::whole);
    }

    private static Shape form(RequestFields fields) {
        RequestFields said = fields.optionalObject(FORM);
        if (said == null) {
            return Shape.NONE;
        }
        FormSpec spec = new FormSpec(
                said.text("kind", TextRule.FREE_NOT_EMPTY),
                said.optionalText("template", TextRule.FREE),
                said.optionalText("text", TextRule.FREE),
                said.optionalText("contentType", TextRule.FREE));
        try {
            Form form = spec.kind().isEmpty() ? null : Form.of(spec);
            return new Shape(
                    new Shape.FormOut(spec.kind(), spec.template(), spec.text(), spec.contentType()), form, null, null);
        } catch (FormFaultException fault) {
            said.refuse(fault.field(), fault.message());
            return Shape.NONE;
        }
    }

    private static Shape condition(RequestFields fields) {
        RequestFields said = fields.optionalObject(CONDITION);
        if (said == null) {
            return Shape.NONE;
        }
        String path = said.text("path", TextRule.FREE_NOT_EMPTY);
        String operator = said.text("operator", TextRule.FREE_NOT_EMPTY);
        JsonNode value = value(said, operator);
        if (path.isEmpty() || operator.isEmpty()) {
            return Shape.NONE;
        }
        try {
            boolean list = value != null && value.isArray();
            Condition condition = Condition.of(path, operator, value == null ? null : scalars(value, said), list);
            return new Shape(null, null, new Shape.ConditionOut(path, operator, value), condition);
        } catch (FormFaultException fault) {
            said.refuse(fault.field(), fault.message());
            return Shape.NONE;
        }
    }

    /** Null is a value to compare with, but none for those that compare with nothing. */
    private static @Nullable JsonNode value(RequestFields said, String operator) {
        boolean comparesWithNothing = operator.equals("exists") || operator.equals("absent");
        return said.has(VALUE) && !said.hasValue(VALUE) && !comparesWithNothing
                ? NullNode.getInstance()
                : said.optionalValue(VALUE);
    }

    private static List<Scalar> scalars(JsonNode value, RequestFields said) {
        return value.isArray()
                ? StreamSupport.stream(value.spliterator(), false)
                        .map(item -> scalar(item, said))
                        .toList()
                : List.of(scalar(value, said));
    }

    private static Scalar scalar(JsonNode value, RequestFields said) {
        if (value.isContainer()) {
            said.refuse(VALUE, "must have no objects or lists in it");
            return new Scalar(Scalar.Kind.NULL, "null");
        }
        if (value.isString()) {
            return new Scalar(Scalar.Kind.TEXT, value.stringValue());
        }
        if (value.isNumber()) {
            return new Scalar(Scalar.Kind.NUMBER, value.numberValue().toString());
        }
        return value.isBoolean()
                ? new Scalar(Scalar.Kind.BOOLEAN, String.valueOf(value.booleanValue()))
                : new Scalar(Scalar.Kind.NULL, "null");
    }
}
