package io.posthorn.application;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthorn.id.IdKind;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An application as the API shows it; {@code rateLimit} is the older name of {@code throttleRate}. */
record ApplicationOut(
        String id,
        @Nullable String uid,
        String name,
        @Nullable Integer throttleRate,
        @Nullable Integer rateLimit,
        Map<String, String> metadata,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer maxEndpoints,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String userAgent,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable RetryOut retry,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long timeoutSeconds,
        Instant createdAt,
        Instant updatedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String changedBy) {

    static ApplicationOut of(Application application) {
        return new ApplicationOut(
                IdKind.APPLICATION.format(application.id()),
                application.uid(),
                application.name(),
                application.throttleRate(),
                application.throttleRate(),
                application.metadata(),
                application.maxEndpoints(),
                application.userAgent(),
                RetryOut.of(application.delivery().retry()),
                application.delivery().timeoutSeconds(),
                application.createdAt(),
                application.updatedAt(),
                application.changedBy());
    }
}
