package io.posthorn.endpoint;

import java.time.Instant;
import java.util.List;

/**
 * The secrets of an endpoint that sign beside the current one, the youngest first; what they are is not shown.
 *
 * @param data one for each
 */
record OldSecretsOut(List<OldSecret> data) {

    /**
     * One of them.
     *
     * @param expiresAt when it stops to sign
     */
    record OldSecret(Instant expiresAt) {}
}
