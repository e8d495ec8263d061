package io.posthorn.idempotency;

import io.posthorn.access.Caller;
import io.posthorn.access.Credential;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.UUID;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A POST with an idempotency key.
 *
 * @param hash of whose key it is, for which path, and the key itself
 * @param request of the query and the body
 * @param secret encrypts the answer; made of what the caller sent and we do not keep
 */
record KeyedRequest(UUID hash, UUID request, SecretKey secret) {

    /**
     * The request of a caller. Keys belong to the organization, but those of a portal visitor to the visitor.
     *
     * @param credential the secret text that the caller came with
     */
    static KeyedRequest of(Caller caller, String credential, String path, String query, String key, byte[] body) {
        String owner = caller.credential().kind() == Credential.Kind.PORTAL
                ? caller.organizationId() + " " + caller.credential().id()
                : caller.organizationId().toString();
        byte[] secret = digest("answer", bytes(credential), bytes(key));
        return new KeyedRequest(
                uuid(digest("key", bytes(owner), bytes(path), bytes(key))),
                uuid(digest("request", bytes(query), body)),
                new SecretKeySpec(secret, "AES"));
    }

    /** Each part goes in with its length, so no two lists of parts read the same. */
    private static byte[] digest(String tag, byte[]... parts) {
        MessageDigest digest = sha256();
        digest.update(bytes(tag));
        Arrays.stream(parts).forEach(part -> {
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, part.length));
            digest.update(part);
        });
        return digest.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static UUID uuid(byte[] hash) {
        ByteBuffer bytes = ByteBuffer.wrap(hash);
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
