package io.posthorn.form;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

/** The whole body from a template. */
final class TemplateForm implements Form {

    /** Longest body that a template may make, in characters. */
    static final int MAX_CHARS = 256 * 1024;

    private final TextTemplate template;
    private final ContentType kind;
    private final @Nullable String contentType;

    private TemplateForm(TextTemplate template, ContentType kind, @Nullable String contentType) {
        this.template = template;
        this.kind = kind;
        this.contentType = contentType;
    }

    static TemplateForm of(FormSpec spec) {
        ContentType kind = ContentType.of(spec.contentType());
        if (spec.template() == null || spec.template().isBlank()) {
            throw new FormFaultException("template", "is required: send the text of a template");
        }
        TextTemplate template = TextTemplate.compile("template", spec.template(), kind::escaped, MAX_CHARS);
        TemplateForm form = new TemplateForm(template, kind, spec.contentType());
        form.trySample();
        return form;
    }

    private void trySample() {
        TextTemplate.Made made = template.renderSample(TemplateData.of(TemplateData.SAMPLE));
        if (body(made) instanceof Rendered.Unusable(String reason)) {
            throw new FormFaultException(
                    "template", "does not work with a sample in which every value is 1: " + reason);
        }
    }

    @Override
    public Rendered render(FormInput input) {
        try {
            return body(template.render(TemplateData.of(input)));
        } catch (JacksonException unreadable) {
            return new Rendered.Unusable("the payload cannot be read for the template: " + described(unreadable));
        }
    }

    private Rendered body(TextTemplate.Made made) {
        if (made.text() == null) {
            return new Rendered.Unusable("the template " + made.fault());
        }
        byte[] bytes = made.text().getBytes(UTF_8);
        try {
            if (kind == ContentType.JSON) {
                PayloadTree.check(bytes);
            }
            return new Rendered.Body(bytes, contentType);
        } catch (JacksonException notJson) {
            return new Rendered.Unusable("what the template makes is not JSON, " + described(notJson)
                    + "; text values belong in quotes, lists need no comma at the end");
        }
    }

    private static String described(JacksonException error) {
        TokenStreamLocation at = error.getLocation();
        String where = at == null ? "" : "at line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
        return where + error.getOriginalMessage();
    }
}
