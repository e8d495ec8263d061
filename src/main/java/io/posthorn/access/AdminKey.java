package io.posthorn.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The key that may do everything. */
public final class AdminKey {

    private final byte[] key;

    AdminKey(String key) {
        this.key = key.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether this is the key, in a time that does not depend on how much of it is right. */
    public boolean matches(String presented) {
        return MessageDigest.isEqual(key, presented.getBytes(StandardCharsets.UTF_8));
    }
}
