package io.posthorn.notify;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthorn.endpoint.Endpoint;
import io.posthorn.id.IdGenerator;
import io.posthorn.id.IdKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An operational endpoint as the API shows it; {@code filterTypes} and {@code rateLimit} are the older names of
 * {@code eventTypes} and {@code throttleRate}.
 */
record OperationalEndpointOut(
        String id,
        @Nullable String uid,
        String url,
        String description,
        boolean disabled,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String disabledReason,
        @Nullable List<String> eventTypes,
        @Nullable List<String> filterTypes,
        @Nullable Integer throttleRate,
        @Nullable Integer rateLimit,
        Map<String, String> metadata,
        Instant createdAt,
        Instant updatedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String changedBy) {

    static OperationalEndpointOut of(Endpoint endpoint) {
        List<String> types = endpoint.eventTypes() == null
                ? null
                : endpoint.eventTypes().stream().sorted().toList();
        return new OperationalEndpointOut(
                IdKind.ENDPOINT.format(endpoint.id()),
                endpoint.uid(),
                endpoint.url().toString(),
                endpoint.description(),
                endpoint.disabled(),
                endpoint.disabledReason(),
                types,
                types,
                endpoint.throttleRate(),
                endpoint.throttleRate(),
                endpoint.metadata(),
                IdGenerator.timeOf(endpoint.id()),
                endpoint.updatedAt(),
                endpoint.changedBy());
    }
}
