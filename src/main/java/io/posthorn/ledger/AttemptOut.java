package io.posthorn.ledger;

import java.time.Instant;

/**
 * An attempt as the API shows it.
 *
 * @param response the response body as text, with replacement characters where it is none; without an answer plain
 *     words about why
 * @param responseStatusCode 0 without an answer
 * @param timestamp when the attempt began
 * @param triggerType 0 scheduled, 1 by hand
 */
record AttemptOut(
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
        Instant timestamp) {}
