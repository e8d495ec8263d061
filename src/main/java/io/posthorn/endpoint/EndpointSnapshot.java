package io.posthorn.endpoint;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import reactor.core.publisher.Mono;

/**
 * Every live endpoint, in memory, as of one configuration version. Reading never waits; a change on any node is seen
 * within a second, and {@link #atLeast} waits for a version that is known to exist.
 */
public interface EndpointSnapshot {

    /** The configuration version this snapshot holds. */
    long version();

    /** Completes once the snapshot is at least this new; at once when it already is. */
    Mono<Void> atLeast(long version);

    /** The enabled endpoints of the application that want such a message; empty for an unknown application. */
    List<Endpoint> matching(UUID applicationId, String eventType, List<String> channels);

    /** All endpoints of the application, disabled or not, in no order; empty for an unknown application. */
    Collection<Endpoint> ofApplication(UUID applicationId);

    /** The endpoint, disabled or not; empty when it was deleted or never was. */
    Optional<Endpoint> find(UUID endpointId);

    /** How many endpoints there are, disabled ones too. */
    int size();
}
