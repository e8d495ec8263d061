package io.posthorn.ingest;

import io.posthorn.api.RequestFields;

/**
 * An event as its source brings it.
 *
 * @param application the identifier or uid of the application it is for
 * @param fields those of a message beside its payload, under their names in the API; {@code eventId} is required
 * @param payload the bytes to store, sign and send, all of them
 * @param origin what else tells it from another event of the same id, type and payload; may be empty
 */
public record IncomingEvent(String application, RequestFields fields, byte[] payload, byte[] origin) {}
