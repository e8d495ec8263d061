package io.posthorn.egress;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClientResponse;

/**
 * What has come in for one request so far. It outlives the reading, so that headers which came in time are an answer
 * whatever happens to the body. Written by one event loop; read by that or, at the deadline, by another thread.
 */
final class Reception {

    private static final byte[] NOTHING = {};
    private static final int MAX_LOCATION = 500;

    private final long maxRead;
    private final int maxKept;

    private boolean headersCame;
    private int status;
    private @Nullable String retryAfter;
    private @Nullable String location;
    private byte[] kept = NOTHING;
    private int keptLength;
    private long read;
    private boolean complete;

    /**
     * A reception of nothing yet.
     *
     * @param maxRead after how many bytes of the body to stop
     * @param maxKept how many of them to keep
     */
    Reception(long maxRead, int maxKept) {
        this.maxRead = maxRead;
        this.maxKept = maxKept;
    }

    synchronized void headers(HttpClientResponse response) {
        headersCame = true;
        status = response.status().code();
        // A success has nothing to wait for, and nearly all are successes.
        retryAfter = status / 100 == 2 ? null : response.responseHeaders().get(HttpHeaderNames.RETRY_AFTER);
        location = status / 100 == 3 ? location(response) : null;
    }

    /** Takes in a part of the body; false when that was enough. */
    synchronized boolean body(ByteBuf part) {
        int length = part.readableBytes();
        keep(part, Math.min(length, maxKept - keptLength));
        read += length;
        return read < maxRead;
    }

    synchronized void end() {
        complete = read < maxRead;
    }

    /** The answer as far as it came, or null while there are no headers. */
    synchronized Exchange.@Nullable Answered answer() {
        if (!headersCame) {
            return null;
        }
        byte[] excerpt = keptLength == kept.length ? kept : Arrays.copyOf(kept, keptLength);
        return new Exchange.Answered(status, retryAfter, location, excerpt, !complete || read > keptLength);
    }

    private static @Nullable String location(HttpClientResponse response) {
        String sent = response.responseHeaders().get(HttpHeaderNames.LOCATION);
        return sent == null || sent.length() <= MAX_LOCATION ? sent : sent.substring(0, MAX_LOCATION);
    }

    private void keep(ByteBuf part, int length) {
        if (length <= 0) {
            return;
        }
        int needed = keptLength + length;
        if (needed > kept.length) {
            kept = Arrays.copyOf(kept, keptLength == 0 ? needed : Math.min(maxKept, needed * 2));
        }
        part.getBytes(part.readerIndex(), kept, keptLength, length);
        keptLength = needed;
    }
}
