package io.posthorn.endpoint;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * That nothing is sent to an endpoint, for an application or an organization, to a host, or at all, because somebody
 * said so; messages wait.
 *
 * @param reason why, in the words of whoever did it; or null
 * @param by the name of the key that did it
 */
public record Pause(Place place, @Nullable String reason, String by, Instant since) {

    /** The kinds of places, from that which reaches furthest. */
    public enum Kind {
        /** Every endpoint there is. */
        EVERYTHING,
        /** An organization. */
        ORGANIZATION,
        /** A host and port. */
        HOST,
        /** An application. */
        APPLICATION,
        /** One endpoint. */
        ENDPOINT;

        /** As tables, answers and labels have it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What is paused. */
    public sealed interface Place {

        /** Which kind it is. */
        default Kind kind() {
            return switch (this) {
                case OfEndpoint _ -> Kind.ENDPOINT;
                case OfApplication _ -> Kind.APPLICATION;
                case OfHost _ -> Kind.HOST;
                case OfOrganization _ -> Kind.ORGANIZATION;
                case Everything _ -> Kind.EVERYTHING;
            };
        }

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
