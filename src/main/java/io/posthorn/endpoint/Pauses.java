package io.posthorn.endpoint;

import io.posthorn.access.Change;
import io.posthorn.application.ApplicationSnapshot;
import io.posthorn.application.ConfigWriter;
import io.posthorn.endpoint.Pause.Kind;
import io.posthorn.endpoint.Pause.Place;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** All pauses, in memory, as of the last look at their table. */
public final class Pauses {

    private final R2dbcPauses table;
    private final ConfigWriter config;
    private final ApplicationSnapshot applications;
    private volatile Map<Place, Pause> known = Map.of();

    Pauses(R2dbcPauses table, ConfigWriter config, ApplicationSnapshot applications) {
        this.table = table;
        this.config = config;
        this.applications = applications;
    }

    /** The pause that keeps the endpoint from being sent anything; null when there is none. */
    public @Nullable Pause of(Endpoint endpoint) {
        Map<Place, Pause> now = known;
        if (now.isEmpty()) {
            return null;
        }
        Pause own = now.get(new Place.OfEndpoint(endpoint.id()));
        Pause ofApplication = own == null ? now.get(new Place.OfApplication(endpoint.applicationId())) : own;
        Pause ofHost = ofApplication == null ? now.get(new Place.OfHost(endpoint.hostAndPort())) : ofApplication;
        return ofHost == null ? stop(endpoint.applicationId(), now) : ofHost;
    }

    /** Whether operators have stopped everything that is sent for the application, also what people try out. */
    public boolean isStopped(UUID applicationId) {
        Map<Place, Pause> now = known;
        return !now.isEmpty() && stop(applicationId, now) != null;
    }

    private @Nullable Pause stop(UUID applicationId, Map<Place, Pause> now) {
        Pause ofAll = now.get(new Place.Everything());
        return ofAll == null
                ? applications
                        .find(applicationId)
                        .map(application -> now.get(new Place.OfOrganization(application.organizationId())))
                        .orElse(null)
                : ofAll;
    }

    /** How many places of the kind are paused. */
    public long count(Kind kind) {
        return of(kind).count();
    }

    /** Reads them anew. */
    public Mono<Void> refresh() {
        return table.all()
                .collect(Collectors.toUnmodifiableMap(Pause::place, Function.identity()))
                .doOnNext(all -> known = all)
                .then();
    }

    /** Those of places of the kind, in no order. */
    Stream<Pause> of(Kind kind) {
        return known.values().stream().filter(pause -> pause.place().kind() == kind);
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
