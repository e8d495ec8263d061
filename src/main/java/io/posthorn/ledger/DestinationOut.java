package io.posthorn.ledger;

import io.posthorn.endpoint.Endpoint;
import io.posthorn.id.IdGenerator;
import io.posthorn.id.IdKind;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint as the API shows it next to a message, with how far the message has come there; {@code filterTypes},
 * {@code rateLimit} and {@code version} are for older SDKs.
 */
record DestinationOut(
        String id,
        @Nullable String uid,
        String url,
        String description,
        boolean disabled,
        @Nullable List<String> eventTypes,
        @Nullable List<String> filterTypes,
        @Nullable List<String> channels,
        @Nullable Integer throttleRate,
        @Nullable Integer rateLimit,
        int version,
        Instant createdAt,
        Instant updatedAt,
        int status,
        String statusText,
        @Nullable Instant nextAttempt) {

    static DestinationOut of(Endpoint endpoint, DeliveryProgress progress) {
        List<String> eventTypes = sorted(endpoint.eventTypes());
        return new DestinationOut(
                IdKind.ENDPOINT.format(endpoint.id()),
                endpoint.uid(),
                endpoint.url().toString(),
                endpoint.description(),
                endpoint.disabled(),
                eventTypes,
                eventTypes,
                sorted(endpoint.channels()),
                endpoint.throttleRate(),
                endpoint.throttleRate(),
                1,
                IdGenerator.timeOf(endpoint.id()),
                endpoint.updatedAt(),
                progress.status().number(),
                progress.status().text(),
                progress.nextAttempt());
    }

    private static @Nullable List<String> sorted(@Nullable Set<String> names) {
        return names == null ? null : names.stream().sorted().toList();
    }
}
