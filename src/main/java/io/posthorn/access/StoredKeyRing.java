package io.posthorn.access;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The ring of keys and portal tokens that are in the database. */
final class StoredKeyRing implements KeyRing {

    private final FreshLookups<Known> known;
    private final InstantSource clock;
    private final Set<UUID> used = ConcurrentHashMap.newKeySet();

    StoredKeyRing(R2dbcKeys table, InstantSource clock, LongSupplier nanos) {
        this.clock = clock;
        this.known = new FreshLookups<>(
                hash -> table.find(HexFormat.of().parseHex(hash)).map(Known::of), nanos);
    }

    @Override
    public Mono<Caller> find(String presented) {
        return KeyText.isWhole(presented) ? findHashed(KeyText.hash(presented)) : Mono.empty();
    }

    @Override
    public @Nullable Caller recall(String presented) {
        Known found = KeyText.isWhole(presented) ? known.recall(KeyText.hex(KeyText.hash(presented))) : null;
        return found == null ? null : use(found);
    }

    @Override
    public Mono<Caller> findHashed(byte[] hash) {
        return known.find(KeyText.hex(hash)).flatMap(found -> Mono.justOrEmpty(use(found)));
    }

    /** The key's caller, who is noted as having used it; null when the key has ended. */
    private @Nullable Caller use(Known found) {
        if (!found.key().isLive(clock.instant())) {
            return null;
        }
        used.add(found.key().id());
        return found.caller();
    }

    /** The keys that were used since this was asked last. */
    Collection<UUID> takeUsed() {
        List<UUID> taken = new ArrayList<>(used);
        taken.forEach(used::remove);
        return taken;
    }

    private record Known(StoredKey key, Caller caller) {

        static Known of(StoredKey key) {
            return new Known(key, key.caller());
        }
    }
}
