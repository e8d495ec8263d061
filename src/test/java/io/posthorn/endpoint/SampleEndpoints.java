package io.posthorn.endpoint;

import io.posthorn.application.DeliverySettings;
import io.posthorn.signing.SymmetricSecret;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Endpoints that differ only in what they want. */
final class SampleEndpoints {

    private SampleEndpoints() {}

    static Endpoint wanting(UUID application, @Nullable Set<String> eventTypes, @Nullable Set<String> channels) {
        return endpoint(UUID.randomUUID(), application, false, eventTypes, channels);
    }

    static Endpoint endpoint(
            UUID id,
            UUID application,
            boolean disabled,
            @Nullable Set<String> eventTypes,
            @Nullable Set<String> channels) {
        return new Endpoint(
                id,
                application,
                null,
                URI.create("https://example.com/"),
                "",
                disabled,
                null,
                eventTypes,
                channels,
                null,
                Map.of(),
                EndpointHeaders.NONE,
                List.of(SymmetricSecret.generate()),
                DeliverySettings.NONE,
                Shape.NONE,
                null,
                null,
                1,
                Instant.EPOCH,
                null);
    }
}
