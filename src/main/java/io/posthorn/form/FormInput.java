package io.posthorn.form;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message as forms see it.
 *
 * @param id its public identifier
 * @param at when it was accepted
 * @param application public identifier of the application
 * @param eventId the caller's own identifier of the event, or null
 * @param payload the accepted bytes, never changed
 * @param contentType the media type of a payload that need not be JSON; null for a JSON object
 */
public record FormInput(
        String id,
        String eventType,
        Instant at,
        List<String> channels,
        String application,
        @Nullable String eventId,
        byte[] payload,
        @Nullable String contentType) {

    boolean isJson() {
        return contentType == null;
    }
}
