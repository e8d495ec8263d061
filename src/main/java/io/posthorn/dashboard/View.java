package io.posthorn.dashboard;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.result.view.Rendering;

/** A template with what it shows, on its way out; immutable. */
final class View {

    private final String template;
    private final Map<String, Object> model;
    private final HttpStatus status;

    private View(String template, Map<String, Object> model, HttpStatus status) {
        this.template = template;
        this.model = model;
        this.status = status;
    }

    /** A page, or a part of one as {@code template :: fragment}. */
    static View of(String template) {
        return new View(template, Map.of(), HttpStatus.OK);
    }

    /** With one more thing to show; null shows as missing. */
    View with(String name, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        Map<String, Object> more = new LinkedHashMap<>(model);
        more.put(name, value);
        return new View(template, more, status);
    }

    /** What it shows under that name; null when nothing. */
    @Nullable
    Object get(String name) {
        return model.get(name);
    }

    /** With one more thing to show, unless it shows something else under that name. */
    View withDefault(String name, Object value) {
        return model.containsKey(name) ? this : with(name, value);
    }

    /** The same as an answer of another status. */
    View status(int other) {
        return new View(template, model, HttpStatus.valueOf(other));
    }

    /** Where a form was refused: the same page again with what is wrong. */
    View refused(Refusal refusal) {
        return with("refusal", refusal.sentence())
                .with("problems", refusal.fields())
                .status(refusal.status());
    }

    Rendering show() {
        return Rendering.view(template).status(status).model(model).build();
    }

    /** To another page, as after every form. */
    static Rendering redirect(String to) {
        return Rendering.redirectTo(to).status(HttpStatus.SEE_OTHER).build();
    }

    /** To another page, which says first what was done. */
    static Rendering redirect(String to, Said said) {
        return redirect(to + (to.contains("?") ? "&" : "?") + "said=" + said.text());
    }
}
