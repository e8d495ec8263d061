package io.posthorn.endpoint;

import io.posthorn.application.ConfigReplica;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/** Every living endpoint, in memory, by application and by identifier. */
final class EndpointCopy implements ConfigReplica.Part {

    private final R2dbcEndpointChanges table;
    private final Map<UUID, EndpointsOfApplication> byApplication = new ConcurrentHashMap<>();
    private final Map<UUID, Endpoint> byId = new ConcurrentHashMap<>();

    EndpointCopy(R2dbcEndpointChanges table) {
        this.table = table;
    }

    @Override
    public Mono<Void> load(long since) {
        return table.since(since)
                .doOnNext(this::apply)
                .thenMany(table.applicationsGoneSince(since))
                .doOnNext(this::forget)
                .then();
    }

    List<Endpoint> matching(UUID application, String eventType, List<String> channels) {
        return byApplication
                .getOrDefault(application, EndpointsOfApplication.NONE)
                .matching(eventType, channels);
    }

    Collection<Endpoint> ofApplication(UUID application) {
        return byApplication
                .getOrDefault(application, EndpointsOfApplication.NONE)
                .all();
    }

    Optional<Endpoint> find(UUID endpoint) {
        return Optional.ofNullable(byId.get(endpoint));
    }

    int size() {
        return byId.size();
    }

    /** In batches, because each one copies the endpoints of the applications it touches. */
    void apply(List<EndpointChange> changes) {
        changes.forEach(this::applyById);
        changes.stream()
                .collect(Collectors.groupingBy(EndpointChange::applicationId))
                .forEach((application, ofOne) -> byApplication.compute(application, (_, before) -> {
                    EndpointsOfApplication now = (before == null ? EndpointsOfApplication.NONE : before).with(ofOne);
                    return now.isEmpty() ? null : now;
                }));
    }

    private void forget(UUID application) {
        EndpointsOfApplication gone = byApplication.remove(application);
        if (gone != null) {
            byId.keySet().removeAll(gone.ids());
        }
    }

    private void applyById(EndpointChange change) {
        switch (change) {
            case EndpointChange.Living(Endpoint endpoint) -> byId.put(endpoint.id(), endpoint);
            case EndpointChange.Gone(UUID id, UUID _, long _) -> byId.remove(id);
        }
    }
}
