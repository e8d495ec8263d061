package io.posthorn.api;

import java.util.Optional;
import org.springframework.http.HttpHeaders;

/**
 * Reads the {@code Idempotency-Key} field, which the draft of the IETF has as a quoted string and most clients send
 * bare; both mean the same key.
 */
public final class IdempotencyKeys {

    private static final String HEADER = "idempotency-key";
    private static final int MAX_LENGTH = 255;

    private IdempotencyKeys() {}

    /** The key without its quotes; empty when the request has none. */
    public static Optional<String> of(HttpHeaders headers) {
        String value = headers.getFirst(HEADER);
        return value == null ? Optional.empty() : Optional.of(checked(unquoted(value)));
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private static String checked(String key) {
        if (key.isEmpty() || key.length() > MAX_LENGTH || !isVisible(key)) {
            throw Problem.badRequest(
                    "invalid_idempotency_key",
                    "The header Idempotency-Key must be 1 to " + MAX_LENGTH + " visible ASCII characters, bare or in"
                            + " double quotes. Send a UUID, for example.");
        }
        return key;
    }

    private static boolean isVisible(String key) {
        for (int i = 0; i < key.length(); i++) {
            if (key.charAt(i) <= 0x20 || key.charAt(i) >= 0x7f) {
                return false;
            }
        }
        return true;
    }
}
