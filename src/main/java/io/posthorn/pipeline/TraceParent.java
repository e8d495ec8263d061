package io.posthorn.pipeline;

import io.posthorn.egress.Header;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** The header {@code traceparent} of attempts (W3C Trace Context, level 1). */
final class TraceParent {

    private static final String NAME = "traceparent";
    private static final int TRACE_BEGINS = 3;
    private static final int PARENT_BEGINS = 36;
    private static final int FLAGS_BEGIN = 53;

    private TraceParent() {}

    /**
     * A new span of the same trace, sampled as its parent is.
     *
     * @param parent 55 characters, {@code version-trace-parent-flags}
     */
    static Header childOf(String parent) {
        long span = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        return new Header(
                NAME,
                "00-" + parent.substring(TRACE_BEGINS, PARENT_BEGINS)
                        + HexFormat.of().toHexDigits(span) + "-" + parent.substring(FLAGS_BEGIN));
    }
}
