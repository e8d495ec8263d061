package io.posthorn.ingest;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What is accepted.
 *
 * @param maxPayload bytes of one payload at most; larger ones are answered with 413
 * @param maxDelay how far ahead {@code deliverAt} may lie; at most half of what the ledger keeps
 * @param acknowledgeWithin when the commit takes longer, the caller is answered with 503; the message may be accepted
 *     all the same, so callers repeat with the same key
 */
@ConfigurationProperties("posthorn.ingest")
public record IngestProperties(
        @DefaultValue("1MB") DataSize maxPayload,
        @DefaultValue("7d") Duration maxDelay,
        @DefaultValue("10s") Duration acknowledgeWithin) {

    /** What the members around the payload may take. */
    private static final int ENVELOPE = 16 * 1024;

    int maxPayloadBytes() {
        return Math.toIntExact(maxPayload.toBytes());
    }

    int maxBodyBytes() {
        return maxPayloadBytes() + ENVELOPE;
    }
}
