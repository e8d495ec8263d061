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
 * @param branding how the portal looks to its customers; null means plain
 */
record OrganizationIn(
        String name, @Nullable String userAgent, @Nullable Branding branding) {

    private static final String NAME = "name";

    /** All of it, as a create says it. */
    static OrganizationIn whole(RequestFields fields) {
        return new OrganizationIn(name(fields), ApplicationIn.userAgent(fields), Branding.read(fields));
    }

    /** A part of it, as a patch says it: what is left out stays as it is. */
    static OrganizationIn patched(RequestFields fields, OrganizationOut current) {
        return new OrganizationIn(
                fields.has(NAME) ? name(fields) : current.name(),
                fields.has(ApplicationIn.USER_AGENT) ? ApplicationIn.userAgent(fields) : current.userAgent(),
                fields.has(Branding.FIELD) ? Branding.read(fields) : current.branding());
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
        if (!Objects.equals(branding, current.branding())) {
            names.add(Branding.FIELD);
        }
        return names;
    }

    /** The names of the fields that say something at all. */
    List<String> given() {
        List<String> names = new ArrayList<>(List.of(NAME));
        if (userAgent != null) {
            names.add(ApplicationIn.USER_AGENT);
        }
        if (branding != null) {
            names.add(Branding.FIELD);
        }
        return names;
    }

    boolean callsUsOtherwiseThan(OrganizationOut current) {
        return !Objects.equals(userAgent, current.userAgent());
    }

    private static String name(RequestFields fields) {
        return fields.text(NAME, TextRule.FREE_NOT_EMPTY);
    }
}
