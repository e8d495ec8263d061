package io.posthorn.form;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages that differ only in their payload. */
final class FormInputs {

    private FormInputs() {}

    static FormInput json(String payload) {
        return of(payload, null);
    }

    static FormInput raw(String payload) {
        return of(payload, "text/plain");
    }

    private static FormInput of(String payload, @Nullable String contentType) {
        return new FormInput(
                "msg_1",
                "survey.done",
                Instant.parse("2026-11-21T08:00:00.5Z"),
                List.of("inbox", "a\"b"),
                "app_1",
                null,
                payload.getBytes(UTF_8),
                contentType);
    }

    /** The text that the form makes; fails when it makes none. */
    static String text(Form form, FormInput input) {
        return switch (form.render(input)) {
            case Rendered.Body(byte[] bytes, var _) -> new String(bytes, UTF_8);
            case Rendered.Unusable(String reason) -> throw new AssertionError(reason);
        };
    }

    /** Why the form makes nothing; fails when it makes something. */
    static String fault(Form form, FormInput input) {
        return switch (form.render(input)) {
            case Rendered.Body(byte[] bytes, var _) -> throw new AssertionError(new String(bytes, UTF_8));
            case Rendered.Unusable(String reason) -> reason;
        };
    }
}
