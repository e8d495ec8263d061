package io.posthorn.egress;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One POST to make.
 *
 * @param uri where to; checked against the {@link TargetPolicy} before anything happens
 * @param headers what to send besides {@code host}, {@code content-length} and {@code accept}
 * @param body the exact bytes to send; not changed while the request is under way
 * @param deadline for everything together: name look-up, connect, TLS, request, response headers and body
 * @param organization for whom; null for nobody in particular
 */
public record OutboundRequest(
        URI uri,
        List<Header> headers,
        byte[] body,
        Duration deadline,
        @Nullable UUID organization) {

    /** For nobody in particular. */
    public OutboundRequest(URI uri, List<Header> headers, byte[] body, Duration deadline) {
        this(uri, headers, body, deadline, null);
    }
}
