package io.posthorn.access;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Knows keys and whom they stand for. */
public interface KeyRing {

    /** The caller that this key stands for; empty when the key is not known, has expired or was revoked. */
    Mono<Caller> find(String presented);

    /** The same as far as it is known without asking anybody; null where it is not, whatever {@link #find} would say. */
    default @Nullable Caller recall(String presented) {
        return null;
    }

    /**
     * The caller of the key with this SHA-256, where no more than that was kept of it; empty as for {@link #find}, and
     * for what proves itself without being kept, such as signed tokens.
     */
    default Mono<Caller> findHashed(byte[] hash) {
        return Mono.empty();
    }
}
