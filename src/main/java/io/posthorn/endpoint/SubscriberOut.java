package io.posthorn.endpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthorn.id.IdKind;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that takes an event type, and whose it is.
 *
 * @param takesAll whether it takes all event types, future ones too, rather than this one by name
 * @param channels what it is narrowed to; left out where it hears every message
 * @param health left out when it is well
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SubscriberOut(
        String applicationId,
        String application,
        String endpointId,
        String url,
        String description,
        boolean takesAll,
        @Nullable List<String> channels,
        boolean disabled,
        @Nullable HealthOut health) {

    /** One as the tables have it. */
    record Row(
            UUID applicationId,
            String application,
            UUID endpointId,
            String url,
            String description,
            boolean takesAll,
            @Nullable List<String> channels,
            boolean disabled) {

        SubscriberOut with(@Nullable HealthOut health) {
            return new SubscriberOut(
                    IdKind.APPLICATION.format(applicationId),
                    application,
                    IdKind.ENDPOINT.format(endpointId),
                    url,
                    description,
                    takesAll,
                    channels,
                    disabled,
                    health);
        }
    }
}
