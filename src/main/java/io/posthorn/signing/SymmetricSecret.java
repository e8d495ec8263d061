package io.posthorn.signing;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A secret of 24 to 64 bytes that sender and receiver share, written {@code whsec_} and base64. */
public final class SymmetricSecret implements SigningSecret {

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
    public SymmetricSecret(byte[] key) {
        if (!hasAllowedLength(key)) {
            throw new IllegalArgumentException("a signing secret has 24 to 64 bytes, not " + key.length);
        }
        this.key = key.clone();
        this.hmacKey = new SecretKeySpec(key, Hmac.ALGORITHM);
    }

    /** A new random secret of 32 bytes. */
    public static SymmetricSecret generate() {
        byte[] key = new byte[GENERATED_BYTES];
        RANDOM.nextBytes(key);
        return new SymmetricSecret(key);
    }

    static Optional<SigningSecret> read(byte[] key) {
        return Optional.of(key).filter(SymmetricSecret::hasAllowedLength).map(SymmetricSecret::new);
    }

    @Override
    public SignatureType type() {
        return SignatureType.HMAC_SHA256;
    }

    /** The key's bytes, a copy. */
    public byte[] key() {
        return key.clone();
    }

    @Override
    public String text() {
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    SecretKey hmacKey() {
        return hmacKey;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SymmetricSecret that && MessageDigest.isEqual(key, that.key);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key);
    }

    @Override
    public String toString() {
        return PREFIX + "***";
    }

    private static boolean hasAllowedLength(byte[] key) {
        return key.length >= MIN_BYTES && key.length <= MAX_BYTES;
    }
}
