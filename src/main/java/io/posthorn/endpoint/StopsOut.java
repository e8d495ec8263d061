package io.posthorn.endpoint;

import io.posthorn.endpoint.Pause.Place;
import io.posthorn.id.IdKind;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What operators have stopped, as the API shows it, oldest first. */
record StopsOut(List<Stop> data) {

    static StopsOut of(Collection<Pause> stops) {
        return new StopsOut(stops.stream()
                .map(Stop::of)
                .sorted(Comparator.comparing(Stop::since))
                .toList());
    }

    /**
     * One of them.
     *
     * @param organization its identifier; null for everything
     */
    record Stop(@Nullable String organization, @Nullable String reason, String pausedBy, Instant since) {

        static Stop of(Pause pause) {
            String organization =
                    pause.place() instanceof Place.OfOrganization(UUID id) ? IdKind.ORGANIZATION.format(id) : null;
            return new Stop(organization, pause.reason(), pause.by(), pause.since());
        }
    }
}
