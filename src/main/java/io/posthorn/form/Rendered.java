package io.posthorn.form;

import org.jspecify.annotations.Nullable;

/** What a form makes of a message. */
public sealed interface Rendered {

    /**
     * The bytes to sign and send.
     *
     * @param contentType their media type; null for {@code application/json}
     */
    record Body(byte[] bytes, @Nullable String contentType) implements Rendered {}

    /**
     * Nothing that could be sent, now or later.
     *
     * @param reason one sentence in plain words for the endpoint's owner
     */
    record Unusable(String reason) implements Rendered {}
}
