package io.posthorn.access;

import java.security.MessageDigest;
import java.util.EnumSet;
import reactor.core.publisher.Mono;

/** The ring with the one key that the installation itself was given. */
final class AdminKeyRing implements KeyRing {

    private static final Mono<Caller> ADMIN = Mono.just(new Caller(
            DefaultOrganization.ID, "admin", EnumSet.allOf(Permission.class), null, Credential.OF_INSTALLATION));

    private final AdminKey key;

    AdminKeyRing(AdminKey key) {
        this.key = key;
    }

    @Override
    public Mono<Caller> find(String presented) {
        return key.matches(presented) ? ADMIN : Mono.empty();
    }

    @Override
    public Mono<Caller> findHashed(byte[] hash) {
        return MessageDigest.isEqual(hash, key.hash()) ? ADMIN : Mono.empty();
    }
}
