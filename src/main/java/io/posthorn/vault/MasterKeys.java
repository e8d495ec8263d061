package io.posthorn.vault;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The text form of a ring of keys: {@code id:base64} of 32 bytes, separated by commas, the one that seals first. */
final class MasterKeys {

    private static final int KEY_BYTES = 32;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,32}");

    private final Map<String, SecretKey> byId;

    private MasterKeys(Map<String, SecretKey> byId) {
        this.byId = byId;
    }

    /** @throws IllegalArgumentException with a sentence that never shows a key */
    static MasterKeys parse(String text) {
        Map<String, SecretKey> keys = new LinkedHashMap<>();
        for (String entry : text.split(",", -1)) {
            String trimmed = entry.strip();
            int colon = trimmed.indexOf(':');
            String id = trimmed.substring(0, Math.max(colon, 0));
            if (!ID.matcher(id).matches()) {
                throw new IllegalArgumentException("entry " + (keys.size() + 1)
                        + " does not begin with an id of 1 to 32 letters, digits, '-' or '_' and a colon");
            }
            if (keys.put(id, key(id, trimmed.substring(colon + 1))) != null) {
                throw new IllegalArgumentException("the id '" + id + "' is there twice");
            }
        }
        return new MasterKeys(keys);
    }

    /** A ring of one new key. */
    static String generate() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return "k1:" + Base64.getEncoder().encodeToString(key);
    }

    private static SecretKey key(String id, String base64) {
        byte[] key = decoded(id, base64);
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("key '" + id + "' has " + key.length + " bytes and needs " + KEY_BYTES);
        }
        return new SecretKeySpec(key, "AES");
    }

    private static byte[] decoded(String id, String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            throw new IllegalArgumentException("key '" + id + "' is not base64", notBase64);
        }
    }

    String first() {
        return byId.keySet().iterator().next();
    }

    Set<String> ids() {
        return byId.keySet();
    }

    /** @throws CannotOpenException when the ring does not have it */
    SecretKey key(String id) {
        SecretKey key = byId.get(id);
        if (key == null) {
            throw new CannotOpenException("master key '" + id + "' is not in POSTHORN_MASTER_KEYS");
        }
        return key;
    }

    @Override
    public String toString() {
        return "master keys " + byId.keySet();
    }
}
