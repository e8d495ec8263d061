package io.posthorn.application;

import io.posthorn.api.Reference;
import io.posthorn.api.RequestFields;
import io.posthorn.api.TextRule;
import io.posthorn.egress.CustomHeaders;
import io.posthorn.id.IdKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a caller may say about an application. */
record ApplicationIn(
        @Nullable String uid,
        String name,
        @Nullable Integer throttleRate,
        Map<String, String> metadata,
        @Nullable Integer maxEndpoints,
        @Nullable String userAgent,
        DeliverySettings delivery) {

    /** Longest {@code User-Agent}. */
    static final int MAX_USER_AGENT = 256;

    private static final int MOST_ENDPOINTS = 1_000_000;
    private static final String MAX_ENDPOINTS = "maxEndpoints";
    static final String USER_AGENT = "userAgent";
    private static final TextRule SHORT_TEXT = new TextRule(
            Pattern.compile(".*", Pattern.DOTALL), 1, MAX_USER_AGENT, "text of 1 to " + MAX_USER_AGENT + " characters");

    private static final int MAX_RATE = 65_535;

    /** All of it, as a create or update says it: what is left out has no value. */
    static ApplicationIn whole(RequestFields fields) {
        return new ApplicationIn(
                uid(fields),
                fields.text("name", TextRule.FREE_NOT_EMPTY),
                rate(fields),
                fields.labels("metadata"),
                maxEndpoints(fields),
                userAgent(fields),
                DeliverySettingsReader.whole(fields));
    }

    /** A part of it, as a patch says it: what is left out stays as it is. */
    static ApplicationIn patched(RequestFields fields, Application current) {
        return new ApplicationIn(
                fields.has("uid") ? uid(fields) : current.uid(),
                fields.has("name") ? fields.text("name", TextRule.FREE_NOT_EMPTY) : current.name(),
                fields.has(rateName(fields)) ? rate(fields) : current.throttleRate(),
                fields.has("metadata") ? fields.labels("metadata") : current.metadata(),
                fields.has(MAX_ENDPOINTS) ? maxEndpoints(fields) : current.maxEndpoints(),
                fields.has(USER_AGENT) ? userAgent(fields) : current.userAgent(),
                DeliverySettingsReader.patched(fields, current.delivery()));
    }

    /** The names of the fields that say something else than the application does; of all given ones when it is new. */
    List<String> differingFrom(@Nullable Application current) {
        List<String> names = new ArrayList<>();
        note(names, "uid", uid, current == null ? null : current.uid());
        note(names, "name", name, current == null ? null : current.name());
        note(names, "throttleRate", throttleRate, current == null ? null : current.throttleRate());
        note(names, "metadata", metadata, current == null ? Map.of() : current.metadata());
        note(names, "maxEndpoints", maxEndpoints, current == null ? null : current.maxEndpoints());
        note(names, USER_AGENT, userAgent, current == null ? null : current.userAgent());
        if (current != null) {
            note(names, "delivery", delivery, current.delivery());
        }
        return names;
    }

    private static void note(List<String> names, String name, @Nullable Object wanted, @Nullable Object current) {
        if (!Objects.equals(wanted, current)) {
            names.add(name);
        }
    }

    ApplicationIn withUid(String other) {
        return new ApplicationIn(other, name, throttleRate, metadata, maxEndpoints, userAgent, delivery);
    }

    private static @Nullable String uid(RequestFields fields) {
        String uid = fields.optionalText("uid", TextRule.IDENTIFIER_256);
        if (uid != null && Reference.hasFormOfId(IdKind.APPLICATION, uid)) {
            fields.refuse("uid", "must not have the form of an application's id; choose another");
        }
        return uid;
    }

    private static @Nullable Integer rate(RequestFields fields) {
        return fields.optionalInteger(rateName(fields), 1, MAX_RATE);
    }

    private static @Nullable Integer maxEndpoints(RequestFields fields) {
        return fields.optionalInteger(MAX_ENDPOINTS, 0, MOST_ENDPOINTS);
    }

    /** What a request says we are to be called; null means as whoever stands above says. */
    static @Nullable String userAgent(RequestFields fields) {
        String text = fields.optionalText(USER_AGENT, SHORT_TEXT);
        if (text != null && !text.isEmpty()) {
            CustomHeaders.faultOfValue(text).ifPresent(fault -> fields.refuse(USER_AGENT, fault));
        }
        return text;
    }

    private static String rateName(RequestFields fields) {
        return fields.either("throttleRate", "rateLimit");
    }
}
