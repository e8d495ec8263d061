package io.posthorn.application;

import io.posthorn.access.Capability;
import io.posthorn.access.PortalTokens;
import io.posthorn.api.RequestFields;
import io.posthorn.api.TextRule;
import io.posthorn.api.Violation;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a caller says about a visitor of the portal.
 *
 * @param application what to make when the path's application does not exist
 * @param applications ids or uids of further applications that the same token is for
 */
record PortalAccessIn(
        @Nullable RequestFields application,
        Set<String> applications,
        List<String> capabilities,
        Duration expiry,
        @Nullable String sessionId,
        List<String> featureFlags) {

    static final TextRule SESSION = new TextRule(
            Pattern.compile("[a-zA-Z0-9@_-]+"), 1, 64, "1 to 64 characters out of a-z, A-Z, 0-9, '@', '_' and '-'");

    private static final int HOUR = 3600;
    private static final int WEEK = 7 * 24 * HOUR;
    private static final int MAX_APPLICATIONS = 100;
    private static final int MAX_FLAGS = 25;

    static PortalAccessIn read(RequestFields fields) {
        Set<String> applications = fields.optionalTexts("applications", TextRule.IDENTIFIER_256, MAX_APPLICATIONS);
        Integer expiry = fields.optionalInteger("expiry", HOUR, WEEK);
        return new PortalAccessIn(
                fields.optionalObject("application"),
                Objects.requireNonNullElse(applications, Set.of()),
                capabilities(fields),
                Duration.ofSeconds(expiry == null ? WEEK : expiry),
                fields.optionalText("sessionId", SESSION),
                fields.textsOrNone("featureFlags", TextRule.IDENTIFIER_256, MAX_FLAGS));
    }

    PortalTokens.Visit visit(Set<UUID> all) {
        return new PortalTokens.Visit(all, capabilities, expiry, sessionId, featureFlags);
    }

    private static List<String> capabilities(RequestFields fields) {
        Set<String> named = fields.optionalTexts("capabilities", TextRule.IDENTIFIER_128, Capability.values().length);
        if (fields.flag("readOnly", false)) {
            return List.of(Capability.VIEW_BASE.text());
        }
        if (named == null) {
            return Arrays.stream(Capability.values()).map(Capability::text).toList();
        }
        named.stream()
                .filter(name -> Capability.of(name).isEmpty())
                .forEach(name -> fields.refuse(
                        "capabilities", "must be of " + Capability.ALLOWED + ", but has " + Violation.shown(name)));
        if (!named.contains(Capability.VIEW_BASE.text())) {
            fields.refuse("capabilities", "must have 'ViewBase', which every visitor needs");
        }
        return List.copyOf(named);
    }
}
