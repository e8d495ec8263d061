package io.posthorn.endpoint;

import io.posthorn.access.Change;
import io.posthorn.application.ConfigWriter;
import io.posthorn.endpoint.Pause.Place;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** All pauses, in memory, as of the last look at their table. */
public final class Pauses {

    private final R2dbcPauses table;
    private final ConfigWriter config;
    private volatile Map<Place, Pause> known = Map.of();

    Pauses(R2dbcPauses table, ConfigWriter config) {
        this.table = table;
        this.config = config;
    }

    /** The pause that keeps the endpoint from being sent anything; null when there is none. */
    public @Nullable Pause of(Endpoint endpoint) {
        Map<Place, Pause> now = known;
        if (now.isEmpty()) {
            return null;
        }
        Pause own = now.get(new Place.OfEndpoint(endpoint.id()));
        Pause ofApplication = own == null ? now.get(new Place.OfApplication(endpoint.applicationId())) : own;
        return ofApplication == null ? now.get(new Place.OfHost(endpoint.hostAndPort())) : ofApplication;
    }

    /** Reads them anew. */
    public Mono<Void> refresh() {
        return table.all()
                .collect(Collectors.toUnmodifiableMap(Pause::place, Function.identity()))
                .doOnNext(all -> known = all)
                .then();
    }

    /** Those of hosts. */
    Collection<Pause> ofHosts() {
        return known.values().stream()
                .filter(pause -> pause.place() instanceof Place.OfHost)
                .toList();
    }

    Mono<Void> begin(Place place, PauseIn in, String by, Change named) {
        return config.change(_ -> table.put(place, in, by), _ -> named).then(refresh());
    }

    /** Where nothing is paused, nothing changes. */
    Mono<Void> end(Place place, Change named) {
        return config.change(_ -> table.remove(place).filter(removed -> removed), _ -> named)
                .then(refresh());
    }
}
