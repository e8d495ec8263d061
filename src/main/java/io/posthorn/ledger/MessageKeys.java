package io.posthorn.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Makes the hashes that {@link MessageKey}s are kept as: the first 128 bits of SHA-256 over the kind's tag and then each
 * part as its length (4 bytes, most significant first) and its bytes, so that no two lists of parts read the same.
 */
public final class MessageKeys {

    private static final byte IDEMPOTENCY = 1;
    private static final byte EVENT_ID = 2;
    private static final byte BODY = 3;
    private static final MessageDigest SHA_256 = sha256();

    private MessageKeys() {}

    /**
     * The key of a request that carries an idempotency key.
     *
     * @param path the request's path without its query; the same key on another path is another key
     * @param key the header's value
     * @param body the request's bytes
     */
    public static MessageKey idempotency(UUID organizationId, String path, String key, byte[] body) {
        UUID hash = hash(IDEMPOTENCY, bytes(organizationId), bytes(path), bytes(key));
        return new MessageKey(MessageKey.Kind.IDEMPOTENCY, hash, hash(BODY, body));
    }

    /**
     * The key of a message that carries an event id.
     *
     * @param body the request's bytes
     */
    public static MessageKey eventId(UUID applicationId, String eventId, byte[] body) {
        return new MessageKey(MessageKey.Kind.EVENT_ID, eventIdHash(applicationId, eventId), hash(BODY, body));
    }

    /**
     * The key of an event that its source may bring again. It is the {@link #eventId} of the message as well.
     *
     * @param parts what two deliveries of the same event have in common, and two events have not
     */
    public static MessageKey event(UUID applicationId, String eventId, byte[]... parts) {
        return new MessageKey(MessageKey.Kind.EVENT, eventIdHash(applicationId, eventId), hash(BODY, parts));
    }

    /** The hash under which {@link #eventId} is kept, for looking the message up. */
    static UUID eventIdHash(UUID applicationId, String eventId) {
        return hash(EVENT_ID, bytes(applicationId), bytes(eventId));
    }

    private static UUID hash(byte tag, byte[]... parts) {
        MessageDigest digest = copyOf(SHA_256);
        digest.update(tag);
        for (byte[] part : parts) {
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, part.length));
            digest.update(part);
        }
        ByteBuffer result = ByteBuffer.wrap(digest.digest());
        return new UUID(result.getLong(), result.getLong());
    }

    private static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A new one would be looked up among the security providers each time. */
    private static MessageDigest copyOf(MessageDigest unused) {
        try {
            return (MessageDigest) unused.clone();
        } catch (CloneNotSupportedException _) {
            return sha256();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
