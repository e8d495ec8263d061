package io.posthorn.endpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthorn.application.RetryOut;
import io.posthorn.id.IdGenerator;
import io.posthorn.id.IdKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint as the API shows it; {@code filterTypes} and {@code rateLimit} are the older names of
 * {@code eventTypes} and {@code throttleRate}, and {@code version} is a number that older SDKs insist on.
 *
 * @param disabledReason there only when the endpoint is disabled
 * @param missedSince there only when it missed messages because it was disabled: what to recover and replay from
 */
record EndpointOut(
        String id,
        @Nullable String uid,
        String url,
        String description,
        boolean disabled,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String disabledReason,
        @Nullable List<String> eventTypes,
        @Nullable List<String> filterTypes,
        @Nullable List<String> channels,
        @Nullable Integer throttleRate,
        @Nullable Integer rateLimit,
        Map<String, String> metadata,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable RetryOut retry,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long timeoutSeconds,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable HealthOut health,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant missedSince,
        @JsonInclude(JsonInclude.Include.NON_NULL) Shape.@Nullable FormOut form,
        @JsonInclude(JsonInclude.Include.NON_NULL) Shape.@Nullable ConditionOut condition,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable LastTest lastTest,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable EndpointTest verification,
        int version,
        Instant createdAt,
        Instant updatedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String changedBy) {

    private static final int PAYLOAD_VERSION = 1;

    static EndpointOut of(Endpoint endpoint) {
        List<String> eventTypes = sorted(endpoint.eventTypes());
        return new EndpointOut(
                IdKind.ENDPOINT.format(endpoint.id()),
                endpoint.uid(),
                endpoint.url().toString(),
                endpoint.description(),
                endpoint.disabled(),
                endpoint.disabledReason(),
                eventTypes,
                eventTypes,
                sorted(endpoint.channels()),
                endpoint.throttleRate(),
                endpoint.throttleRate(),
                endpoint.metadata(),
                RetryOut.of(endpoint.delivery().retry()),
                endpoint.delivery().timeoutSeconds(),
                null,
                endpoint.missedSince(),
                endpoint.shape().formOut(),
                endpoint.shape().conditionOut(),
                endpoint.lastTest(),
                null,
                PAYLOAD_VERSION,
                IdGenerator.timeOf(endpoint.id()),
                endpoint.updatedAt(),
                endpoint.changedBy());
    }

    /** The same with what is known of its health. */
    EndpointOut with(@Nullable HealthOut known) {
        return with(known, verification);
    }

    /** The same with how the test went that was made with it. */
    EndpointOut with(@Nullable EndpointTest test) {
        return with(health, test);
    }

    private EndpointOut with(@Nullable HealthOut known, @Nullable EndpointTest test) {
        return new EndpointOut(
                id,
                uid,
                url,
                description,
                disabled,
                disabledReason,
                eventTypes,
                filterTypes,
                channels,
                throttleRate,
                rateLimit,
                metadata,
                retry,
                timeoutSeconds,
                known,
                missedSince,
                form,
                condition,
                test == null ? lastTest : test.last(),
                test,
                version,
                createdAt,
                updatedAt,
                changedBy);
    }

    private static @Nullable List<String> sorted(@Nullable Set<String> names) {
        return names == null ? null : names.stream().sorted().toList();
    }
}
