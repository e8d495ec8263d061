package io.posthorn.playground;

import io.posthorn.signing.SigningSecret;
import io.posthorn.signing.WebhookSigner;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Checks a request as its receiver should: the same text signed with the same secret gives the same signature. */
public final class SignatureCheck {

    private SignatureCheck() {}

    /** Whether one of the request's signatures is right. */
    public static boolean isRight(Received received, String secret) {
        String id = received.messageId();
        String timestamp = received.headers().getOrDefault("webhook-timestamp", "");
        String signatures = received.headers().getOrDefault("webhook-signature", "");
        return id.matches("[A-Za-z0-9_-]+")
                && timestamp.matches("\\d{1,12}")
                && SigningSecret.parse(secret)
                        .map(key -> WebhookSigner.sign(
                                        id,
                                        Instant.ofEpochSecond(Long.parseLong(timestamp)),
                                        received.body(),
                                        List.of(key))
                                .signature())
                        .filter(expected -> Arrays.stream(signatures.split(" ")).anyMatch(one -> equal(one, expected)))
                        .isPresent();
    }

    private static boolean equal(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
