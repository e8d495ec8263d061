package io.posthorn.form;

import org.jspecify.annotations.Nullable;

/**
 * A form as its owner says it.
 *
 * @param kind raw, envelope, slack, discord, teams or template
 * @param template of the whole body; for kind template only
 * @param text a template of the message; for slack, discord and teams only, null for the usual text
 * @param contentType what the template makes; null for {@code application/json}
 */
public record FormSpec(
        String kind,
        @Nullable String template,
        @Nullable String text,
        @Nullable String contentType) {

    /** The accepted bytes as they are. */
    public static final FormSpec RAW = new FormSpec("raw", null, null, null);
}
