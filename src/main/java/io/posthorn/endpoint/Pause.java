package io.posthorn.endpoint;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * That nothing is sent to an endpoint, for an application, or to a host, because somebody said so; messages wait.
 *
 * @param reason why, in the words of whoever did it; or null
 * @param by the name of the key that did it
 */
public record Pause(Place place, @Nullable String reason, String by, Instant since) {

    /** What is paused. */
    public sealed interface Place {

        /** One endpoint. */
        record OfEndpoint(UUID id) implements Place {}

        /** All endpoints of an application. */
        record OfApplication(UUID id) implements Place {}

        /** Every endpoint at a host, of whichever application; with its port, such as {@code hooks.slack.com:443}. */
        record OfHost(String host) implements Place {}

        /** All endpoints of all applications of an organization. */
        record OfOrganization(UUID id) implements Place {}

        /** Every endpoint there is. */
        record Everything() implements Place {}
    }
}
