package io.posthorn.access;

import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The ring with the one key that the installation itself was given. */
final class AdminKeyRing implements KeyRing {

    private static final Caller ADMIN = new Caller(
            DefaultOrganization.ID, "admin", EnumSet.allOf(Permission.class), null, Credential.OF_INSTALLATION);

    private static final String THE_ONE = "";

    private final FreshLookups<AdminKey> key;

    AdminKeyRing(AdminKey key, LongSupplier nanos) {
        this.key = new FreshLookups<>(_ -> key.renewed(), nanos);
    }

    @Override
    public Mono<Caller> find(String presented) {
        return key.find(THE_ONE).filter(known -> known.matches(presented)).map(_ -> ADMIN);
    }

    @Override
    public @Nullable Caller recall(String presented) {
        AdminKey known = key.recall(THE_ONE);
        return known != null && known.matches(presented) ? ADMIN : null;
    }

    @Override
    public Mono<Caller> findHashed(byte[] hash) {
        return key.find(THE_ONE)
                .filter(known -> MessageDigest.isEqual(hash, known.hash()))
                .map(_ -> ADMIN);
    }
}
