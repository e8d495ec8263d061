package io.posthorn.idempotency;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.springframework.http.HttpHeaders;

/**
 * An answer that can be given again.
 *
 * @param headers those that matter, as lines of name and value
 */
record Answer(String headers, byte[] body) {

    private static final List<String> KEPT = List.of(
            HttpHeaders.CONTENT_TYPE,
            HttpHeaders.LOCATION,
            HttpHeaders.CACHE_CONTROL,
            HttpHeaders.ALLOW,
            HttpHeaders.RETRY_AFTER);
    private static final SecureRandom RANDOMNESS = new SecureRandom();
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    static Answer of(HttpHeaders headers, byte[] body) {
        StringBuilder lines = new StringBuilder();
        for (String name : KEPT) {
            String value = headers.getFirst(name);
            if (value != null) {
                lines.append(name).append('\n').append(value).append('\n');
            }
        }
        return new Answer(lines.toString(), body);
    }

    void copyHeadersTo(HttpHeaders target) {
        String[] lines = headers.split("\n");
        for (int i = 0; i + 1 < lines.length; i += 2) {
            target.set(lines[i], lines[i + 1]);
        }
    }

    /** AES-GCM with a random nonce in front. */
    byte[] seal(SecretKey key) {
        byte[] head = headers.getBytes(StandardCharsets.UTF_8);
        byte[] plain = ByteBuffer.allocate(Integer.BYTES + head.length + body.length)
                .putInt(head.length)
                .put(head)
                .put(body)
                .array();
        byte[] nonce = new byte[NONCE];
        RANDOMNESS.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce).doFinal(plain);
            return ByteBuffer.allocate(NONCE + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    /** The answer; empty when it was sealed for another caller. */
    static Optional<Answer> open(SecretKey key, byte[] sealed) {
        try {
            byte[] nonce = Arrays.copyOf(sealed, NONCE);
            ByteBuffer plain = ByteBuffer.wrap(
                    cipher(Cipher.DECRYPT_MODE, key, nonce).doFinal(sealed, NONCE, sealed.length - NONCE));
            byte[] head = new byte[plain.getInt()];
            plain.get(head);
            byte[] body = new byte[plain.remaining()];
            plain.get(body);
            return Optional.of(new Answer(new String(head, StandardCharsets.UTF_8), body));
        } catch (GeneralSecurityException _) {
            return Optional.empty();
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }
}
