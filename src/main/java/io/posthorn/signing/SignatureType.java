package io.posthorn.signing;

import java.util.Arrays;
import java.util.Optional;

/** The ways to sign that Standard Webhooks 1.0.0 knows. */
public enum SignatureType {
    /** {@code v1}: HMAC-SHA256 with a secret that sender and receiver share. */
    HMAC_SHA256("hmac-sha256"),
    /** {@code v1a}: Ed25519; the receiver has the public key only. */
    ED25519("ed25519");

    private final String text;

    SignatureType(String text) {
        this.text = text;
    }

    /** The type of this name; empty when there is none. */
    public static Optional<SignatureType> named(String text) {
        return Arrays.stream(values()).filter(type -> type.text.equals(text)).findFirst();
    }

    /** The name that the API uses. */
    public String text() {
        return text;
    }
}
