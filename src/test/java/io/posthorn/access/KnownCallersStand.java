package io.posthorn.access;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Makes {@link KnownCallers} for the tests of other packages. */
public final class KnownCallersStand {

    private KnownCallersStand() {}

    /** A node that remembers these keys, and nobody else's. */
    public static KnownCallers of(Map<String, Caller> byKey) {
        return of(byKey, new FailedSignIns(System::nanoTime));
    }

    static KnownCallers of(Map<String, Caller> byKey, FailedSignIns failures) {
        KeyRing ring = new KeyRing() {
            @Override
            public Mono<Caller> find(String presented) {
                return Mono.error(new AssertionError("nobody is to be asked"));
            }

            @Override
            public @Nullable Caller recall(String presented) {
                return byKey.get(presented);
            }
        };
        return new KnownCallers(ring, new RequestRates(0, System::nanoTime), failures);
    }
}
