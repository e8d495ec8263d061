package io.posthorn.signing;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A symmetric endpoint secret of 24 to 64 bytes, written {@code whsec_} and base64 (Standard Webhooks 1.0.0). Its
 * {@code toString} never shows the key.
 */
public final class SigningSecret {

    /** What the text form starts with. */
    public static final String PREFIX = "whsec_";

    /** The shortest key, in bytes. */
    public static final int MIN_BYTES = 24;

    /** The longest key, in bytes. */
    public static final int MAX_BYTES = 64;

    private static final int GENERATED_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] key;
    private final SecretKey hmacKey;

    /**
     * A secret with this key.
     *
     * @param key copied
     * @throws IllegalArgumentException when the key is shorter than 24 or longer than 64 bytes
     */
    public SigningSecret(byte[] key) {
        if (!hasAllowedLength(key)) {
            throw new IllegalArgumentException("a signing secret has 24 to 64 bytes, not " + key.length);
        }
        this.key = key.clone();
        this.hmacKey = new SecretKeySpec(key, Hmac.ALGORITHM);
    }

    /** A new random secret of 32 bytes. */
    public static SigningSecret generate() {
        byte[] key = new byte[GENERATED_BYTES];
        RANDOM.nextBytes(key);
        return new SigningSecret(key);
    }

    /** Reads {@code whsec_} and base64 of 24 to 64 bytes; empty for every other text. */
    public static Optional<SigningSecret> parse(String text) {
        return Optional.of(text)
                .filter(whole -> whole.startsWith(PREFIX))
                .flatMap(whole -> decode(whole.substring(PREFIX.length())))
                .filter(SigningSecret::hasAllowedLength)
                .map(SigningSecret::new);
    }

    /** The key's bytes, a copy. */
    public byte[] key() {
        return key.clone();
    }

    /** The text form, which {@link #parse} reads and receivers configure. */
    public String text() {
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    SecretKey hmacKey() {
        return hmacKey;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SigningSecret that && MessageDigest.isEqual(key, that.key);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key);
    }

    @Override
    public String toString() {
        return PREFIX + "***";
    }

    private static Optional<byte[]> decode(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static boolean hasAllowedLength(byte[] key) {
        return key.length >= MIN_BYTES && key.length <= MAX_BYTES;
    }
}
