package io.posthorn.vault;

/**
 * Something encrypted, as a row keeps it.
 *
 * @param keyId the master key that opens it
 * @param bytes 12 bytes of nonce, then the ciphertext with its tag of 16 bytes
 */
public record Sealed(String keyId, byte[] bytes) {

    @Override
    public String toString() {
        return "sealed with " + keyId;
    }
}
