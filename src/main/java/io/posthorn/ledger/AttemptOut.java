package io.posthorn.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An attempt as the API shows it.
 *
 * @param response the response body as text, with replacement characters where it is none; without an answer plain
 *     words about why
 * @param responseStatusCode 0 without an answer
 * @param timestamp when the attempt began
 * @param msg the message as JSON; null unless it was asked for
 * @param triggerType 0 scheduled, 1 by hand
 */
public record AttemptOut(
        String id,
        String msgId,
        String endpointId,
        String url,
        int status,
        String statusText,
        int responseStatusCode,
        long responseDurationMs,
        String response,
        int triggerType,
        Instant timestamp,

        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonRawValue @Nullable
        String msg) {

    /** The same with its message. */
    AttemptOut with(String message) {
        return new AttemptOut(
                id,
                msgId,
                endpointId,
                url,
                status,
                statusText,
                responseStatusCode,
                responseDurationMs,
                response,
                triggerType,
                timestamp,
                message);
    }
}
