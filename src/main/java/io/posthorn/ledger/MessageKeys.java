package io.posthorn.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** Makes {@link MessageKey}s: 128 bits of SHA-256 over tenant, kind and key, so that tenants never share one. */
public final class MessageKeys {

    private MessageKeys() {}

    /** The key of a request that may be repeated. */
    public static MessageKey idempotency(UUID applicationId, String key, byte[] body) {
        return key(MessageKey.Kind.IDEMPOTENCY, applicationId, key, body);
    }

    /** The key of an event that may be accepted once. */
    public static MessageKey eventId(UUID applicationId, String eventId, byte[] body) {
        return key(MessageKey.Kind.EVENT_ID, applicationId, eventId, body);
    }

    private static MessageKey key(MessageKey.Kind kind, UUID tenant, String key, byte[] body) {
        byte[] text = key.getBytes(StandardCharsets.UTF_8);
        // Tenant and kind have a fixed length, so nothing of the key can run into them.
        ByteBuffer parts = ByteBuffer.allocate(17 + text.length)
                .putLong(tenant.getMostSignificantBits())
                .putLong(tenant.getLeastSignificantBits())
                .put((byte) kind.ordinal())
                .put(text);
        return new MessageKey(kind, hash(parts.array()), hash(body));
    }

    private static UUID hash(byte[] bytes) {
        ByteBuffer digest = ByteBuffer.wrap(sha256().digest(bytes));
        return new UUID(digest.getLong(), digest.getLong());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }
}
