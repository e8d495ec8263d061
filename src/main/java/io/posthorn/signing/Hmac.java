package io.posthorn.signing;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;

/** HMAC-SHA256 with one {@link Mac} per thread: making one costs more than signing with it. */
final class Hmac {

    static final String ALGORITHM = "HmacSHA256";

    private static final ThreadLocal<Mac> MACS = ThreadLocal.withInitial(Hmac::newMac);

    private Hmac() {}

    static byte[] of(SymmetricSecret secret, byte[] head, byte[] payload) {
        Mac mac = MACS.get();
        try {
            mac.init(secret.hmacKey());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " refused a key", e);
        }
        mac.update(head);
        return mac.doFinal(payload);
    }

    private static Mac newMac() {
        try {
            return Mac.getInstance(ALGORITHM);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
