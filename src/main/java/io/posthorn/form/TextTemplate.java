package io.posthorn.form;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A compiled template in the language of <a href="https://mustache.github.io/mustache.5.html">Mustache</a>, without what
 * reaches beyond its data.
 */
final class TextTemplate {

    /** Longest template, in characters. */
    static final int MAX_LENGTH = 16 * 1024;

    private final Template compiled;
    private final int maxChars;

    private TextTemplate(Template compiled, int maxChars) {
        this.compiled = compiled;
        this.maxChars = maxChars;
    }

    /**
     * What came of a rendering.
     *
     * @param text null when a limit was passed
     * @param fault what went wrong, as the end of a sentence about the template; or null
     */
    record Made(@Nullable String text, @Nullable String fault) {}

    /**
     * The template in this field.
     *
     * @param maxChars the most that one rendering may make
     * @throws FormFaultException when it is none
     */
    static TextTemplate compile(String field, String template, Mustache.Escaper escaper, int maxChars) {
        if (template.length() > MAX_LENGTH) {
            throw new FormFaultException(
                    field, "must have at most " + MAX_LENGTH + " characters, but has " + template.length());
        }
        TemplateSyntax.check(field, template);
        try {
            return new TextTemplate(compiler(escaper).compile(template), maxChars);
        } catch (RuntimeException unreadable) {
            throw new FormFaultException(field, "is not a template: " + unreadable.getMessage());
        }
    }

    private static Mustache.Compiler compiler(Mustache.Escaper escaper) {
        return Mustache.compiler()
                .withCollector(new DataAlone())
                .withEscaper(escaper)
                .withFormatter(value -> value instanceof String text ? text : JsonText.of(value))
                .withLoader(name -> {
                    throw new UnsupportedOperationException("templates cannot include others");
                })
                .defaultValue("")
                .emptyStringIsFalse(true);
    }

    Made render(Map<String, @Nullable Object> data) {
        return render(data, new Budget(maxChars, false));
    }

    /** With a value for every name it asks for. */
    Made renderSample(Map<String, @Nullable Object> data) {
        return render(data, new Budget(maxChars, true));
    }

    private Made render(Map<String, @Nullable Object> data, Budget budget) {
        BudgetedWriter out = new BudgetedWriter(budget);
        try {
            ScopedValue.where(DataAlone.BUDGET, budget).run(() -> compiled.execute(data, out));
            return new Made(out.toString(), null);
        } catch (RuntimeException broken) {
            String spent = budget.spent();
            return new Made(null, spent == null ? "cannot be filled in: " + broken.getMessage() : spent);
        }
    }
}
