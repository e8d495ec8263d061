package io.posthorn.access;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One change, as the API shows it. */
record AuditEntryOut(
        String id,
        Instant at,
        String action,
        String subject,
        @Nullable String applicationId,
        List<String> fields,
        By changedBy) {

    /**
     * Who made it.
     *
     * @param kind the kind of credential
     * @param id the credential's identifier, where it has one
     */
    record By(String kind, String name, @Nullable String id) {}
}
