package io.posthorn.application;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An organization as the API shows it. */
record OrganizationOut(
        String id,
        String name,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String userAgent,
        Instant createdAt) {}
