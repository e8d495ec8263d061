package io.posthorn.endpoint;

import io.posthorn.application.DeliverySettings;
import io.posthorn.signing.SigningSecret;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A URL of an application with its filters and secrets.
 *
 * @param uid the caller's own identifier, unique in the application; or null
 * @param eventTypes the event types it wants; null means all, future ones too
 * @param channels the channels it is narrowed to; null means it hears every message
 * @param throttleRate messages per second; null means no limit of its own
 * @param disabledReason why it does not receive, when {@code disabled}; or null
 * @param headers what it adds to each attempt
 * @param secrets the secrets that sign now, newest first; none when they cannot be opened, and then nothing is sent
 * @param delivery how its deliveries are tried, where it says so itself
 * @param shape what it gets of which messages
 * @param lastTest how the last test send to it went; null when there was none
 * @param missedSince from when on it missed messages because it was disabled; null when it missed nothing, or was sent
 *     what it missed
 * @param version the configuration version of its last change
 * @param changedBy the name of the key that changed it last; null when nobody did since names are kept
 */
public record Endpoint(
        UUID id,
        UUID applicationId,
        @Nullable String uid,
        URI url,
        String description,
        boolean disabled,
        @Nullable String disabledReason,
        @Nullable Set<String> eventTypes,
        @Nullable Set<String> channels,
        @Nullable Integer throttleRate,
        Map<String, String> metadata,
        EndpointHeaders headers,
        List<SigningSecret> secrets,
        DeliverySettings delivery,
        Shape shape,
        @Nullable LastTest lastTest,
        @Nullable Instant missedSince,
        long version,
        Instant updatedAt,
        @Nullable String changedBy) {

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /** Host and port of its URL, however that spells them; such as {@code hooks.slack.com:443}. */
    public String hostAndPort() {
        int standard = "http".equalsIgnoreCase(url.getScheme()) ? HTTP : HTTPS;
        int port = url.getPort() < 0 ? standard : url.getPort();
        return String.valueOf(url.getHost()).toLowerCase(Locale.ROOT) + ":" + port;
    }

    /** Whether a message of this type with these channels goes to this endpoint. */
    public boolean wants(String eventType, List<String> messageChannels) {
        if (disabled || (eventTypes != null && !eventTypes.contains(eventType))) {
            return false;
        }
        return channels == null || messageChannels.stream().anyMatch(channels::contains);
    }
}
