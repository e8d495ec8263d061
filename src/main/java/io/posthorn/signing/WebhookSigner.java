package io.posthorn.signing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** Signs the exact bytes that are sent, as Standard Webhooks 1.0.0 lays down: {@code <id>.<timestamp>.<payload>}. */
public final class WebhookSigner {

    private WebhookSigner() {}

    /**
     * The headers for one attempt.
     *
     * @param messageId ASCII letters, digits, {@code _} and {@code -} only: a dot would let two contents sign alike
     * @param at the moment of this attempt; fractions of a second are dropped
     * @param secrets at least one; while a secret is being rotated the new and the old one, each signs
     * @throws IllegalArgumentException when the id has another character or there is no secret
     */
    public static SignatureHeaders sign(String messageId, Instant at, byte[] payload, List<SigningSecret> secrets) {
        requireSafe(messageId);
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("nothing to sign " + messageId + " with");
        }
        String timestamp = Long.toString(at.getEpochSecond());
        byte[] head = (messageId + "." + timestamp + ".").getBytes(ISO_8859_1);
        return new SignatureHeaders(messageId, timestamp, signatures(head, payload, secrets));
    }

    private static String signatures(byte[] head, byte[] payload, List<SigningSecret> secrets) {
        String first = signature(head, payload, secrets.getFirst());
        if (secrets.size() == 1) {
            return first;
        }
        StringBuilder all = new StringBuilder(first);
        for (SigningSecret secret : secrets.subList(1, secrets.size())) {
            all.append(' ').append(signature(head, payload, secret));
        }
        return all.toString();
    }

    private static String signature(byte[] head, byte[] payload, SigningSecret secret) {
        return switch (secret) {
            case SymmetricSecret shared -> "v1," + base64(Hmac.of(shared, head, payload));
            case AsymmetricSecret pair -> "v1a," + base64(Ed25519.sign(pair, head, payload));
        };
    }

    private static String base64(byte[] signature) {
        return Base64.getEncoder().encodeToString(signature);
    }

    private static void requireSafe(String messageId) {
        boolean safe = !messageId.isEmpty();
        for (int i = 0; i < messageId.length() && safe; i++) {
            safe = isSafe(messageId.charAt(i));
        }
        if (!safe) {
            throw new IllegalArgumentException("a message id has ASCII letters, digits, _ and - only");
        }
    }

    private static boolean isSafe(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-';
    }
}
