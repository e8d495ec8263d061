package io.posthorn.endpoint;

import io.posthorn.application.ConfigReplica;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** The endpoints of this node's copy of the configuration. */
final class ReplicatedEndpointSnapshot implements EndpointSnapshot {

    private final ConfigReplica replica;
    private final EndpointCopy endpoints;

    ReplicatedEndpointSnapshot(ConfigReplica replica, EndpointCopy endpoints) {
        this.replica = replica;
        this.endpoints = endpoints;
    }

    @Override
    public long version() {
        return replica.version();
    }

    @Override
    public Mono<Void> atLeast(long version) {
        return replica.atLeast(version);
    }

    @Override
    public List<Endpoint> matching(UUID applicationId, String eventType, List<String> channels) {
        return endpoints.matching(applicationId, eventType, channels);
    }

    @Override
    public Collection<Endpoint> ofApplication(UUID applicationId) {
        return endpoints.ofApplication(applicationId);
    }

    @Override
    public Optional<Endpoint> find(UUID endpointId) {
        return endpoints.find(endpointId);
    }

    @Override
    public int size() {
        return endpoints.size();
    }
}
