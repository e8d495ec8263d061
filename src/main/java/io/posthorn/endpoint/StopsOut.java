package io.posthorn.endpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that nothing is sent to because somebody said so, as the API shows it.
 *
 * @param data what operators have stopped: everything, and organizations
 * @param paused hosts, applications and endpoints
 * @param counts how many there are of each kind, also where not all are shown
 */
record StopsOut(List<Stop> data, List<Paused> paused, Map<String, Long> counts) {

    /**
     * What operators have stopped.
     *
     * @param organization its identifier; null for everything
     */
    record Stop(@Nullable String organization, @Nullable String reason, String pausedBy, Instant since) {}

    /**
     * What is paused for itself.
     *
     * @param kind {@code host}, {@code application} or {@code endpoint}
     * @param host the host with its port; null for the others
     * @param applicationId the application, or that of the endpoint; null for hosts
     * @param application the application's name
     * @param organization the application's
     */
    record Paused(
            String kind,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String host,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String organization,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String applicationId,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String application,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String endpointId,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String url,

            @Nullable String reason,
            String pausedBy,
            Instant since) {}
}
