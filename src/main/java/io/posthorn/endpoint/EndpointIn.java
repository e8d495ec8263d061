package io.posthorn.endpoint;

import io.posthorn.application.DeliverySettings;
import java.util.List;
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

    /** What an endpoint is like of which nothing is said. */
    static final EndpointIn NOTHING =
            new EndpointIn(null, "", "", false, null, null, null, Map.of(), DeliverySettings.NONE, Shape.NONE);

    /** What would have to be said for the endpoint to be as it is. */
    static EndpointIn of(Endpoint endpoint) {
        return new EndpointIn(
                endpoint.uid(),
                endpoint.url().toString(),
                endpoint.description(),
                endpoint.disabled(),
                endpoint.eventTypes(),
                endpoint.channels(),
                endpoint.throttleRate(),
                endpoint.metadata(),
                endpoint.delivery(),
                endpoint.shape());
    }

    /** The names of the fields in which the two differ. */
    List<String> differingFrom(EndpointIn other) {
        return new DifferingFields()
                .compare("uid", uid, other.uid)
                .compare("url", url, other.url)
                .compare("description", description, other.description)
                .compare("disabled", disabled, other.disabled)
                .compare("eventTypes", eventTypes, other.eventTypes)
                .compare("channels", channels, other.channels)
                .compare("throttleRate", throttleRate, other.throttleRate)
                .compare("metadata", metadata, other.metadata)
                .compare("retry", delivery.retry(), other.delivery.retry())
                .compare("timeoutSeconds", delivery.timeout(), other.delivery.timeout())
                .compare("form", shape.formJson(), other.shape.formJson())
                .compare("condition", shape.conditionJson(), other.shape.conditionJson())
                .names();
    }

    EndpointIn withUid(String other) {
        return new EndpointIn(
                other, url, description, disabled, eventTypes, channels, throttleRate, metadata, delivery, shape);
    }
}
