package io.posthorn.endpoint;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One application's endpoints, never changed after it is made. A message is compared only with the endpoints that
 * name its event type and those that take all types, so an application may have thousands of the others.
 */
final class EndpointsOfApplication {

    static final EndpointsOfApplication NONE = new EndpointsOfApplication(Map.of());

    private final Map<UUID, Endpoint> byId;
    private volatile @Nullable ByType index;

    private EndpointsOfApplication(Map<UUID, Endpoint> byId) {
        this.byId = byId;
    }

    /** The same with these changes. */
    EndpointsOfApplication with(Collection<EndpointChange> changes) {
        Map<UUID, Endpoint> changed = new HashMap<>(byId);
        for (EndpointChange change : changes) {
            switch (change) {
                case EndpointChange.Living(Endpoint endpoint) -> changed.put(endpoint.id(), endpoint);
                case EndpointChange.Gone(UUID id, UUID _, long _) -> changed.remove(id);
            }
        }
        return new EndpointsOfApplication(changed);
    }

    Set<UUID> ids() {
        return byId.keySet();
    }

    Collection<Endpoint> all() {
        return Collections.unmodifiableCollection(byId.values());
    }

    boolean isEmpty() {
        return byId.isEmpty();
    }

    List<Endpoint> matching(String eventType, List<String> channels) {
        ByType known = index();
        List<Endpoint> matching = new ArrayList<>();
        addWanting(matching, known.ofAllTypes(), eventType, channels);
        addWanting(matching, known.ofType().getOrDefault(eventType, List.of()), eventType, channels);
        return matching;
    }

    /** Made by the first message after a change; two threads may make it twice, which does no harm. */
    private ByType index() {
        ByType known = index;
        if (known == null) {
            known = ByType.of(byId.values());
            index = known;
        }
        return known;
    }

    private static void addWanting(
            List<Endpoint> matching, List<Endpoint> candidates, String eventType, List<String> channels) {
        for (Endpoint candidate : candidates) {
            if (candidate.wants(eventType, channels)) {
                matching.add(candidate);
            }
        }
    }

    private record ByType(List<Endpoint> ofAllTypes, Map<String, List<Endpoint>> ofType) {

        static ByType of(Collection<Endpoint> endpoints) {
            List<Endpoint> ofAllTypes = new ArrayList<>();
            Map<String, List<Endpoint>> ofType = new HashMap<>();
            for (Endpoint endpoint : endpoints) {
                if (endpoint.eventTypes() == null) {
                    ofAllTypes.add(endpoint);
                } else {
                    endpoint.eventTypes().forEach(type -> ofType.computeIfAbsent(type, _ -> new ArrayList<>(1))
                            .add(endpoint));
                }
            }
            return new ByType(List.copyOf(ofAllTypes), ofType);
        }
    }
}
