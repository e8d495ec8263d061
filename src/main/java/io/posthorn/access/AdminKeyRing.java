package io.posthorn.access;

import java.util.EnumSet;
import java.util.function.LongSupplier;
import reactor.core.publisher.Mono;

/** The ring with the one key that the installation itself was given. */
final class AdminKeyRing implements KeyRing {

    private static final Mono<Caller> ADMIN = Mono.just(new Caller(
            DefaultOrganization.ID, "admin", EnumSet.allOf(Permission.class), null, Credential.OF_INSTALLATION));

    private static final String THE_ONE = "";

    private final FreshLookups<AdminKey> key;

    AdminKeyRing(AdminKey key, LongSupplier nanos) {
        this.key = new FreshLookups<>(_ -> key.renewed(), nanos);
    }

    @Override
    public Mono<Caller> find(String presented) {
        return key.find(THE_ONE).filter(known -> known.matches(presented)).flatMap(_ -> ADMIN);
    }
}
