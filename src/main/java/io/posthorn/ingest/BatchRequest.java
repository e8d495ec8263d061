package io.posthorn.ingest;

import io.posthorn.access.Caller;
import io.posthorn.api.IdempotencyKeys;
import io.posthorn.api.JsonBody;
import io.posthorn.api.Problem;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Flux;

/**
 * A batch as it comes in.
 *
 * @param body its bytes as they come
 * @param lines whether it is NDJSON instead of one JSON array
 * @param key the idempotency key of the whole, if the caller sent one
 * @param withContent whether the results repeat the payloads
 * @param trace the request's {@code traceparent}, which its messages go on with; or null
 */
record BatchRequest(
        Caller caller,
        String app,
        Flux<byte[]> body,
        boolean lines,
        @Nullable String key,
        boolean withContent,
        @Nullable String trace) {

    private static final MediaType LINES = MediaType.APPLICATION_NDJSON;

    /**
     * The batch in this request.
     *
     * @throws Problem 400 or 415 when its headers cannot be
     */
    static BatchRequest of(
            ServerHttpRequest request, Caller caller, String app, boolean withContent, @Nullable String trace) {
        String type = request.getHeaders().getFirst("content-type");
        boolean lines = type != null && type.toLowerCase(Locale.ROOT).startsWith(LINES.toString());
        if (!lines) {
            JsonBody.refuseOtherForms(request.getHeaders());
        }
        String key = IdempotencyKeys.of(request.getHeaders()).orElse(null);
        return new BatchRequest(caller, app, JsonBody.parts(request), lines, key, withContent, trace);
    }

    BatchCutter cutter(int maxItemBytes) {
        return lines ? new LineCutter(maxItemBytes) : new ArrayCutter(maxItemBytes);
    }
}
