package io.posthorn.access;

import reactor.core.publisher.Mono;

/** Knows keys and whom they stand for. */
public interface KeyRing {

    /** The caller that this key stands for; empty when the key is not known, has expired or was revoked. */
    Mono<Caller> find(String presented);
}
