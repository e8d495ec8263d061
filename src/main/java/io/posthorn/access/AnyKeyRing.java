package io.posthorn.access;

import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Several rings as one: the first that knows the key says whom it stands for. */
record AnyKeyRing(List<KeyRing> rings) implements KeyRing {

    @Override
    public Mono<Caller> find(String presented) {
        Mono<Caller> found = Mono.empty();
        for (KeyRing ring : rings) {
            found = found.switchIfEmpty(Mono.defer(() -> ring.find(presented)));
        }
        return found;
    }

    @Override
    public @Nullable Caller recall(String presented) {
        for (KeyRing ring : rings) {
            Caller known = ring.recall(presented);
            if (known != null) {
                return known;
            }
        }
        return null;
    }

    @Override
    public Mono<Caller> findHashed(byte[] hash) {
        Mono<Caller> found = Mono.empty();
        for (KeyRing ring : rings) {
            found = found.switchIfEmpty(Mono.defer(() -> ring.findHashed(hash)));
        }
        return found;
    }
}
