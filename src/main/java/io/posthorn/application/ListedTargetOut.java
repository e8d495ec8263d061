package io.posthorn.application;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.posthorn.id.IdKind;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A listed target as the API shows it. */
record ListedTargetOut(
        String id,
        String target,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String reason,
        String createdBy,
        Instant createdAt) {

    static ListedTargetOut of(ListedTarget listed) {
        return new ListedTargetOut(
                IdKind.LISTED_TARGET.format(listed.id()),
                listed.target(),
                listed.reason(),
                listed.createdBy(),
                listed.createdAt());
    }

    /** A whole list, which is short. */
    record All(List<ListedTargetOut> data) {}
}
