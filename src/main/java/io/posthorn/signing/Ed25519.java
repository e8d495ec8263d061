package io.posthorn.signing;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;

/** Ed25519 (RFC 8032) with one {@link Signature} per thread. */
final class Ed25519 {

    /** Of a seed, and of a public key. */
    static final int SEED_BYTES = 32;

    private static final String ALGORITHM = "Ed25519";
    private static final ThreadLocal<Signature> SIGNATURES = ThreadLocal.withInitial(Ed25519::newSignature);

    private Ed25519() {}

    static byte[] sign(AsymmetricSecret secret, byte[] head, byte[] payload) {
        Signature signature = SIGNATURES.get();
        try {
            signature.initSign(secret.privateKey());
            signature.update(head);
            signature.update(payload);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " refused a key", e);
        }
    }

    /** The JDK derives public keys only while it makes a pair, so it makes one out of this seed. */
    static Pair pairOf(byte[] seed) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(NamedParameterSpec.ED25519, new GivenSeed(seed));
            KeyPair pair = generator.generateKeyPair();
            byte[] encoded = pair.getPublic().getEncoded();
            return new Pair(
                    pair.getPrivate(), Arrays.copyOfRange(encoded, encoded.length - SEED_BYTES, encoded.length));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    private static Signature newSignature() {
        try {
            return Signature.getInstance(ALGORITHM);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** @param publicKey as RFC 8032 encodes it */
    record Pair(PrivateKey privateKey, byte[] publicKey) {}

    /** Hands out the seed, once, instead of random bytes. */
    private static final class GivenSeed extends SecureRandom {

        private static final long serialVersionUID = 1L;

        private final byte[] seed;

        GivenSeed(byte[] seed) {
            this.seed = seed;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(seed, 0, bytes, 0, bytes.length);
        }
    }
}
