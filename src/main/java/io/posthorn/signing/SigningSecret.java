package io.posthorn.signing;

import java.util.Base64;
import java.util.Optional;

/**
 * What an endpoint's messages are signed with, in the text forms of Standard Webhooks 1.0.0. Its {@code toString} never
 * shows the key.
 */
public sealed interface SigningSecret permits SymmetricSecret, AsymmetricSecret {

    /** Reads either text form; empty for every other text. */
    static Optional<SigningSecret> parse(String text) {
        if (text.startsWith(AsymmetricSecret.PREFIX)) {
            return decode(text.substring(AsymmetricSecret.PREFIX.length())).flatMap(AsymmetricSecret::read);
        }
        return text.startsWith(SymmetricSecret.PREFIX)
                ? decode(text.substring(SymmetricSecret.PREFIX.length())).flatMap(SymmetricSecret::read)
                : Optional.empty();
    }

    /** A new random secret of this type. */
    static SigningSecret generate(SignatureType type) {
        return switch (type) {
            case HMAC_SHA256 -> SymmetricSecret.generate();
            case ED25519 -> AsymmetricSecret.generate();
        };
    }

    /** How it signs. */
    SignatureType type();

    /** The text form, which {@link #parse} reads. */
    String text();

    private static Optional<byte[]> decode(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
