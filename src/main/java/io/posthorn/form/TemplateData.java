package io.posthorn.form;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What templates can speak of: the payload's members, {@code payload} as a whole, and {@code webhook}. */
final class TemplateData {

    /** Stands for the messages to come when a template is saved. */
    static final FormInput SAMPLE = new FormInput(
            "msg_000000000000000000000000000",
            "example.happened",
            Instant.EPOCH,
            List.of("example"),
            "app_000000000000000000000000000",
            "example-1",
            "{}".getBytes(UTF_8),
            null);

    private TemplateData() {}

    /** The data for one message; throws what {@link PayloadTree#read} throws. */
    static Map<String, @Nullable Object> of(FormInput input) {
        Map<String, @Nullable Object> data = new HashMap<>();
        Object payload = input.isJson() ? PayloadTree.read(input.payload()) : new String(input.payload(), UTF_8);
        if (payload instanceof Map<?, ?> members) {
            members.forEach((name, value) -> data.put(String.valueOf(name), value));
        }
        data.put("payload", payload);
        data.put("webhook", webhook(input));
        return data;
    }

    private static Map<String, @Nullable Object> webhook(FormInput input) {
        Map<String, @Nullable Object> webhook = new HashMap<>();
        webhook.put("id", input.id());
        webhook.put("type", input.eventType());
        webhook.put("timestamp", input.at().toString());
        webhook.put("channels", input.channels());
        webhook.put("application", input.application());
        webhook.put("eventId", input.eventId());
        return webhook;
    }
}
