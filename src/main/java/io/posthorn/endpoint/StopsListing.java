package io.posthorn.endpoint;

import io.posthorn.application.Application;
import io.posthorn.application.ApplicationSnapshot;
import io.posthorn.endpoint.Pause.Kind;
import io.posthorn.endpoint.Pause.Place;
import io.posthorn.endpoint.StopsOut.Paused;
import io.posthorn.endpoint.StopsOut.Stop;
import io.posthorn.id.IdKind;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** All that is stopped, for an operator who wonders why nothing is sent: what reaches furthest first, then the oldest. */
@Component
final class StopsListing {

    /** Of each of the two lists: customers pause as many endpoints as they like. */
    static final int MOST = 250;

    private final Pauses pauses;
    private final ApplicationSnapshot applications;
    private final EndpointSnapshot endpoints;

    StopsListing(Pauses pauses, ApplicationSnapshot applications, EndpointSnapshot endpoints) {
        this.pauses = pauses;
        this.applications = applications;
        this.endpoints = endpoints;
    }

    /** As this node last read it. */
    StopsOut now() {
        Map<String, Long> counts =
                Arrays.stream(Kind.values()).collect(Collectors.toUnmodifiableMap(Kind::word, pauses::count));
        return new StopsOut(
                first(StopsListing::stop, Kind.EVERYTHING, Kind.ORGANIZATION),
                first(this::paused, Kind.HOST, Kind.APPLICATION, Kind.ENDPOINT),
                counts);
    }

    private <T> List<T> first(Function<Pause, T> shown, Kind... kinds) {
        return Stream.of(kinds)
                .flatMap(kind -> pauses.of(kind).sorted(Comparator.comparing(Pause::since)))
                .limit(MOST)
                .map(shown)
                .toList();
    }

    private static Stop stop(Pause pause) {
        String organization =
                pause.place() instanceof Place.OfOrganization(UUID id) ? IdKind.ORGANIZATION.format(id) : null;
        return new Stop(organization, pause.reason(), pause.by(), pause.since());
    }

    private Paused paused(Pause pause) {
        return switch (pause.place()) {
            case Place.OfApplication(UUID id) -> ofApplication(pause, id, null, null);
            case Place.OfEndpoint(UUID id) -> ofEndpoint(pause, id);
            case Place.OfHost(String host) -> paused(pause, host, null, null, null, null);
            case Place.OfOrganization _, Place.Everything _ -> throw new IllegalArgumentException("a stop");
        };
    }

    private Paused ofEndpoint(Pause pause, UUID id) {
        String shown = IdKind.ENDPOINT.format(id);
        return endpoints
                .find(id)
                .map(endpoint -> ofApplication(
                        pause, endpoint.applicationId(), shown, endpoint.url().toString()))
                .orElseGet(() -> paused(pause, null, null, null, shown, null));
    }

    private Paused ofApplication(Pause pause, UUID id, @Nullable String endpointId, @Nullable String url) {
        return paused(pause, null, applications.find(id).orElse(null), IdKind.APPLICATION.format(id), endpointId, url);
    }

    private static Paused paused(
            Pause pause,
            @Nullable String host,
            @Nullable Application application,
            @Nullable String applicationId,
            @Nullable String endpointId,
            @Nullable String url) {
        return new Paused(
                pause.place().kind().word(),
                host,
                application == null ? null : IdKind.ORGANIZATION.format(application.organizationId()),
                applicationId,
                application == null ? null : application.name(),
                endpointId,
                url,
                pause.reason(),
                pause.by(),
                pause.since());
    }
}
