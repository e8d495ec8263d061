package io.posthorn.application;

import io.posthorn.api.Reference;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Every living application, in memory. */
final class ApplicationCopy implements ConfigReplica.Part, ApplicationSnapshot {

    private final R2dbcApplicationChanges table;
    private final Map<UUID, Application> byId = new ConcurrentHashMap<>();
    private final Map<UidKey, Application> byUid = new ConcurrentHashMap<>();

    ApplicationCopy(R2dbcApplicationChanges table) {
        this.table = table;
    }

    @Override
    public Mono<Void> load(long since) {
        return table.since(since).doOnNext(page -> page.forEach(this::apply)).then();
    }

    @Override
    public Optional<Application> find(UUID applicationId) {
        return Optional.ofNullable(byId.get(applicationId));
    }

    Optional<Application> find(UUID organization, Reference reference) {
        return switch (reference) {
            case Reference.ById(UUID id) ->
                Optional.ofNullable(byId.get(id))
                        .filter(found -> found.organizationId().equals(organization) && !found.isOperational());
            case Reference.ByUid(String uid) -> Optional.ofNullable(byUid.get(new UidKey(organization, uid)));
        };
    }

    private void apply(ApplicationChange change) {
        Application now = change.application();
        Application before = change.deleted() ? byId.remove(now.id()) : byId.put(now.id(), now);
        UidKey oldKey = before == null ? null : UidKey.of(before);
        UidKey newKey = change.deleted() ? null : UidKey.of(now);
        if (newKey != null) {
            byUid.put(newKey, now);
        }
        // Only its own entry goes: another application may have taken the uid over, in whatever order rows are read.
        if (before != null && oldKey != null && !oldKey.equals(newKey)) {
            byUid.remove(oldKey, before);
        }
    }

    private record UidKey(UUID organization, String uid) {

        static @Nullable UidKey of(Application application) {
            return application.uid() == null ? null : new UidKey(application.organizationId(), application.uid());
        }
    }
}
