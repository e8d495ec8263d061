package io.posthorn.application;

import io.posthorn.api.Reference;
import io.posthorn.api.RequestFields;
import io.posthorn.api.TextRule;
import io.posthorn.id.IdKind;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a caller may say about an application. */
record ApplicationIn(
        @Nullable String uid, String name, @Nullable Integer throttleRate, Map<String, String> metadata) {

    private static final int MAX_RATE = 65_535;

    /** All of it, as a create or update says it: what is left out has no value. */
    static ApplicationIn whole(RequestFields fields) {
        return new ApplicationIn(
                uid(fields), fields.text("name", TextRule.FREE_NOT_EMPTY), rate(fields), fields.labels("metadata"));
    }

    /** A part of it, as a patch says it: what is left out stays as it is. */
    static ApplicationIn patched(RequestFields fields, Application current) {
        return new ApplicationIn(
                fields.has("uid") ? uid(fields) : current.uid(),
                fields.has("name") ? fields.text("name", TextRule.FREE_NOT_EMPTY) : current.name(),
                fields.has(rateName(fields)) ? rate(fields) : current.throttleRate(),
                fields.has("metadata") ? fields.labels("metadata") : current.metadata());
    }

    ApplicationIn withUid(String other) {
        return new ApplicationIn(other, name, throttleRate, metadata);
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

    private static String rateName(RequestFields fields) {
        return fields.either("throttleRate", "rateLimit");
    }
}
