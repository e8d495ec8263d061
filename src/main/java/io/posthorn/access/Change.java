package io.posthorn.access;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One change, as the audit trail names it; never with a value.
 *
 * @param action what was done, such as {@code endpoint.update}
 * @param subject the identifier or name of what was changed
 * @param applicationId the application it belongs to; null for what belongs to the organization
 * @param fields the names of what was given
 */
public record Change(
        String action, String subject, @Nullable UUID applicationId, List<String> fields) {

    /** A change in an application. */
    public static Change in(UUID applicationId, String action, String subject, Collection<String> fields) {
        return new Change(
                action, subject, applicationId, fields.stream().sorted().toList());
    }

    /** A change of the organization's own. */
    public static Change of(String action, String subject, Collection<String> fields) {
        return new Change(action, subject, null, fields.stream().sorted().toList());
    }
}
