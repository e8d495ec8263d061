package io.posthorn.ledger;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * On what terms a message is delivered.
 *
 * @param deliverAt no attempt is made before; null means at once
 * @param expiresAt no attempt is made from then on: what was not delivered by then is discarded; null means never
 * @param contentType the media type of a payload that is sent as it came and need not be JSON; null means a JSON object
 * @param onlyEndpoint the one endpoint that gets it, whatever it wants; null means all that want it
 */
public record Terms(
        @Nullable Instant deliverAt,
        @Nullable Instant expiresAt,
        @Nullable String contentType,
        @Nullable UUID onlyEndpoint) {

    /** At once, whenever it succeeds, as JSON. */
    public static final Terms NONE = new Terms(null, null, null, null);

    /** For all endpoints that want it. */
    public Terms(@Nullable Instant deliverAt, @Nullable Instant expiresAt, @Nullable String contentType) {
        this(deliverAt, expiresAt, contentType, null);
    }

    /** At once and only for this endpoint, whatever it wants. */
    public static Terms onlyFor(UUID endpoint) {
        return new Terms(null, null, null, endpoint);
    }

    /** Whether no attempt may begin at this moment because it is too late. */
    public boolean expiredAt(Instant moment) {
        return expiresAt != null && !moment.isBefore(expiresAt);
    }
}
