package io.posthorn.signing;

import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An Ed25519 key pair. The text form is {@code whsk_} and base64 of 64 bytes, the seed and then the public key; 32
 * bytes, the seed alone, are read as well.
 */
public final class AsymmetricSecret implements SigningSecret {

    /** What the text form starts with. */
    public static final String PREFIX = "whsk_";

    /** What the text form of the public key starts with. */
    public static final String PUBLIC_PREFIX = "whpk_";

    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] seed;
    private final Ed25519.Pair pair;

    private AsymmetricSecret(byte[] seed) {
        this.seed = seed;
        this.pair = Ed25519.pairOf(seed);
    }

    /** A new random key pair. */
    public static AsymmetricSecret generate() {
        byte[] seed = new byte[Ed25519.SEED_BYTES];
        RANDOM.nextBytes(seed);
        return new AsymmetricSecret(seed);
    }

    /** Empty when the length is neither 32 nor 64, or the second half is not the public key of the first. */
    static Optional<SigningSecret> read(byte[] key) {
        if (key.length != Ed25519.SEED_BYTES && key.length != 2 * Ed25519.SEED_BYTES) {
            return Optional.empty();
        }
        AsymmetricSecret secret = new AsymmetricSecret(Arrays.copyOf(key, Ed25519.SEED_BYTES));
        return Optional.<SigningSecret>of(secret)
                .filter(_ -> key.length == Ed25519.SEED_BYTES || MessageDigest.isEqual(key, secret.seedAndPublicKey()));
    }

    @Override
    public SignatureType type() {
        return SignatureType.ED25519;
    }

    @Override
    public String text() {
        return PREFIX + Base64.getEncoder().encodeToString(seedAndPublicKey());
    }

    /** What receivers configure: {@code whpk_} and base64 of the 32 bytes of the public key. */
    public String publicText() {
        return PUBLIC_PREFIX + Base64.getEncoder().encodeToString(pair.publicKey());
    }

    PrivateKey privateKey() {
        return pair.privateKey();
    }

    private byte[] seedAndPublicKey() {
        byte[] both = Arrays.copyOf(seed, 2 * Ed25519.SEED_BYTES);
        System.arraycopy(pair.publicKey(), 0, both, Ed25519.SEED_BYTES, Ed25519.SEED_BYTES);
        return both;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AsymmetricSecret that && MessageDigest.isEqual(seed, that.seed);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(seed);
    }

    @Override
    public String toString() {
        return PREFIX + "***";
    }
}
