package io.posthorn.application;

import io.posthorn.api.RequestFields;
import io.posthorn.api.TextRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the operator may say about an organization.
 *
 * @param userAgent what the webhooks of its applications call us, unless they say so themselves; null means what the
 *     installation says
 */
record OrganizationIn(String name, @Nullable String userAgent) {

    private static final String NAME = "name";

    /** All of it, as a create says it. */
    static OrganizationIn whole(RequestFields fields) {
        return new OrganizationIn(name(fields), ApplicationIn.userAgent(fields));
    }

    /** A part of it, as a patch says it: what is left out stays as it is. */
    static OrganizationIn patched(RequestFields fields, OrganizationOut current) {
        return new OrganizationIn(
                fields.has(NAME) ? name(fields) : current.name(),
                fields.has(ApplicationIn.USER_AGENT) ? ApplicationIn.userAgent(fields) : current.userAgent());
    }

    /** The names of the fields that say something else than the organization does. */
    List<String> differingFrom(OrganizationOut current) {
        List<String> names = new ArrayList<>();
        if (!name.equals(current.name())) {
            names.add(NAME);
        }
        if (callsUsOtherwiseThan(current)) {
            names.add(ApplicationIn.USER_AGENT);
        }
        return names;
    }

    /** The names of the fields that say something at all. */
    List<String> given() {
        return userAgent == null ? List.of(NAME) : List.of(NAME, ApplicationIn.USER_AGENT);
    }

    boolean callsUsOtherwiseThan(OrganizationOut current) {
        return !Objects.equals(userAgent, current.userAgent());
    }

    private static String name(RequestFields fields) {
        return fields.text(NAME, TextRule.FREE_NOT_EMPTY);
    }
}
