package io.posthorn.ingest;

import io.posthorn.api.RequestFields;
import io.posthorn.ledger.Terms;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller sends as a message.
 *
 * @param payload the bytes to store, sign and send: as they stood in the body, or the raw payload's text in UTF-8
 * @param keepPayload how long the payload is kept, when that is less than everybody's is; or null
 * @param application what to make the application from if there is none yet; usually null
 */
record MessageIn(
        String eventType,
        @Nullable String eventId,
        List<String> channels,
        List<String> tags,
        byte[] payload,
        Terms terms,
        @Nullable Duration keepPayload,
        @Nullable RequestFields application) {}
