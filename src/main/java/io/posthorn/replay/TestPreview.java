package io.posthorn.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthorn.form.Rendered;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint would get, and when it would be tried again; nothing is sent.
 *
 * @param eventType of the example that was rendered
 * @param contentType of the body; null when there is none
 * @param body as it would be signed and sent; null when the endpoint's form can make none
 * @param reason why not, in plain words; null when it can
 * @param retryAfterSeconds the waits after each attempt that fails, before jitter
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TestPreview(
        String eventType,
        @Nullable String contentType,
        @Nullable String body,
        @Nullable String reason,
        List<Double> retryAfterSeconds) {

    private static final String USUAL = "application/json";
    private static final double MILLIS = 1000;

    static TestPreview of(String eventType, Rendered rendered, List<Duration> waits) {
        List<Double> seconds =
                waits.stream().map(wait -> wait.toMillis() / MILLIS).toList();
        return switch (rendered) {
            case Rendered.Body(byte[] bytes, String type) ->
                new TestPreview(
                        eventType,
                        type == null ? USUAL : type,
                        new String(bytes, StandardCharsets.UTF_8),
                        null,
                        seconds);
            case Rendered.Unusable(String reason) -> new TestPreview(eventType, null, null, reason, seconds);
        };
    }
}
