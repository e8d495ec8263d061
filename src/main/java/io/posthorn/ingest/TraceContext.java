package io.posthorn.ingest;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Reads the header {@code traceparent} of what brings a message (W3C Trace Context, level 1). */
final class TraceContext {

    private static final String HEADER = "traceparent";

    /** Later versions may say more behind it; what they say here is the same. */
    private static final Pattern FORM =
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");

    private static final int LENGTH = 55;

    private final boolean kept;

    /** @param kept whether traces go on to receivers; else none is read */
    TraceContext(boolean kept) {
        this.kept = kept;
    }

    /** The request's {@code traceparent}; null when it has none, one that is not valid, or none is wanted. */
    @Nullable
    String of(HttpHeaders headers) {
        return kept ? of(headers.getFirst(HEADER)) : null;
    }

    /** The {@code traceparent} in the text; null when there is none, one that is not valid, or none is wanted. */
    @Nullable
    String of(@Nullable String text) {
        return kept && text != null && isValid(text) ? text.substring(0, LENGTH) : null;
    }

    private static boolean isValid(String text) {
        return (text.length() == LENGTH || !text.startsWith("00-"))
                && FORM.matcher(text).matches();
    }
}
