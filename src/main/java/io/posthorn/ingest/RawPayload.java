package io.posthorn.ingest;

import io.posthorn.api.Problem;
import io.posthorn.api.RequestFields;
import io.posthorn.api.TextRule;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A payload that is sent as its text stands, of any media type: what SDKs put into {@code transformationsParams} when
 * they are asked for a raw message.
 *
 * @param contentType what goes into the content-type header
 */
record RawPayload(String text, String contentType) {

    private static final String JSON = "application/json";

    /** Longer ones than a body can hold do not arrive; the payload's own limit is checked with the others. */
    private static final TextRule ANY =
            new TextRule(Pattern.compile(".*", Pattern.DOTALL), 0, Integer.MAX_VALUE, "text without NUL");

    private static final TextRule MEDIA_TYPE = new TextRule(
            Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+/[!#$%&'*+.^_`|~0-9A-Za-z-]+([ \\t]*;[ \\t]*[!-~ \\t]+)*"),
            3,
            256,
            "a media type like text/plain or application/xml; charset=utf-8");

    /** The raw payload among the parameters; null when there is none. */
    static @Nullable RawPayload read(@Nullable RequestFields parameters) {
        String text = parameters == null ? null : parameters.optionalText("rawPayload", ANY);
        if (parameters == null || text == null) {
            return null;
        }
        RequestFields headers = parameters.optionalObject("headers");
        String type = headers == null ? null : headers.optionalText("content-type", MEDIA_TYPE);
        return new RawPayload(text, type == null ? JSON : type.strip());
    }

    /** Whether it could have been sent as the payload itself, as some SDKs turn every payload into a raw one. */
    boolean isJsonObject() {
        if (!contentType.equals(JSON)) {
            return false;
        }
        try {
            RequestFields.parse(bytes());
            return true;
        } catch (Problem _) {
            return false;
        }
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
