package io.posthorn.ingest;

import io.posthorn.api.RequestFields;
import org.jspecify.annotations.Nullable;

/**
 * An event as its source brings it.
 *
 * @param application the identifier or uid of the application it is for
 * @param fields those of a message beside its payload, under their names in the API; {@code eventId} is required
 * @param payload the bytes to store, sign and send, all of them
 * @param origin what else tells it from another event of the same id, type and payload; may be empty
 * @param trace the W3C {@code traceparent} it came with, as it came; what is none is passed over
 */
public record IncomingEvent(
        String application,
        RequestFields fields,
        byte[] payload,
        byte[] origin,
        @Nullable String trace) {}
