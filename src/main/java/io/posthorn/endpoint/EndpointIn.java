package io.posthorn.endpoint;

import io.posthorn.application.DeliverySettings;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a caller may say about an endpoint, its secrets aside. */
record EndpointIn(
        @Nullable String uid,
        String url,
        String description,
        boolean disabled,
        @Nullable Set<String> eventTypes,
        @Nullable Set<String> channels,
        @Nullable Integer throttleRate,
        Map<String, String> metadata,
        DeliverySettings delivery,
        Shape shape) {

    EndpointIn withUid(String other) {
        return new EndpointIn(
                other, url, description, disabled, eventTypes, channels, throttleRate, metadata, delivery, shape);
    }
}
