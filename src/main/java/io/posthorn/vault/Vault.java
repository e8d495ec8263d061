package io.posthorn.vault;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals and opens values with AES-256-GCM. Each value is bound to its purpose and its row, so that one copied into
 * another row, or another column, does not open there.
 */
public final class Vault {

    /** The file of a data directory that has the master keys where nobody gives them. */
    public static final String FILE = "master-keys";

    private static final String ALGORITHM = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final ThreadLocal<Cipher> CIPHERS = ThreadLocal.withInitial(Vault::newCipher);

    private final MasterKeys keys;

    private Vault(MasterKeys keys) {
        this.keys = keys;
    }

    /**
     * A vault with these master keys.
     *
     * @param masterKeys {@code id:base64} of 32 bytes each, separated by commas; the first seals, every one opens
     * @throws IllegalArgumentException with a sentence that never shows a key
     */
    public static Vault of(String masterKeys) {
        return new Vault(MasterKeys.parse(masterKeys));
    }

    /** The id of the key that seals now. */
    public String currentKeyId() {
        return keys.first();
    }

    /** Whether values sealed with this key can be opened. */
    public boolean knows(String keyId) {
        return keys.ids().contains(keyId);
    }

    /**
     * Encrypts a value for one row.
     *
     * @param purpose what the value is, the same for every row of a kind
     */
    public Sealed seal(byte[] plain, String purpose, UUID row) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, keys.key(keys.first()), nonce, purpose, row)
                    .doFinal(plain);
            return new Sealed(
                    keys.first(),
                    ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                            .put(nonce)
                            .put(sealed)
                            .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a value could not be sealed", e);
        }
    }

    /**
     * Decrypts what was sealed for the same purpose and row.
     *
     * @throws CannotOpenException when its key is not here, or when it is not what was sealed for this purpose and row
     */
    public byte[] open(Sealed sealed, String purpose, UUID row) {
        SecretKey key = keys.key(sealed.keyId());
        byte[] bytes = sealed.bytes();
        if (bytes.length < NONCE_BYTES) {
            throw new CannotOpenException("the " + purpose + " of " + row + " is cut off");
        }
        byte[] nonce = Arrays.copyOf(bytes, NONCE_BYTES);
        try {
            return cipher(Cipher.DECRYPT_MODE, key, nonce, purpose, row)
                    .doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new CannotOpenException(
                    "the " + purpose + " of " + row + " was not sealed with the master key '" + sealed.keyId()
                            + "' of this installation, or was changed since",
                    e);
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, String purpose, UUID row)
            throws GeneralSecurityException {
        Cipher cipher = CIPHERS.get();
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD((purpose + ":" + row).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static Cipher newCipher() {
        try {
            return Cipher.getInstance(ALGORITHM);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "vault with " + keys;
    }
}
