package io.posthorn.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The key that may do everything. Its text is nowhere to be had from here. */
public final class AdminKey {

    private final byte[] key;
    private final String whereabouts;

    AdminKey(String key, String whereabouts) {
        this.key = key.getBytes(StandardCharsets.UTF_8);
        this.whereabouts = whereabouts;
    }

    /** Whether this is the key, in a time that does not depend on how much of it is right. */
    public boolean matches(String presented) {
        return MessageDigest.isEqual(presented.getBytes(StandardCharsets.UTF_8), key);
    }

    /** What sessions that were opened with the key remember of it. */
    byte[] hash() {
        return KeyText.hash(new String(key, StandardCharsets.UTF_8));
    }

    /** How a shell gets at the key: a word to put between double quotes. Never the key itself. */
    public String whereabouts() {
        return whereabouts;
    }
}
