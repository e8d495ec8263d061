package io.posthorn.endpoint;

import io.posthorn.application.ConfigWriter;
import io.posthorn.id.IdKind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Turns endpoints off in the table; the version of the change makes every node hear of it. */
final class RecordedEndpointSwitch implements EndpointSwitch {

    private static final Logger LOG = LoggerFactory.getLogger(RecordedEndpointSwitch.class);

    private final R2dbcEndpoints table;
    private final EndpointCopy copy;
    private final ConfigWriter config;
    private final InstantSource clock;

    RecordedEndpointSwitch(R2dbcEndpoints table, EndpointCopy copy, ConfigWriter config, InstantSource clock) {
        this.table = table;
        this.copy = copy;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public Mono<Boolean> disable(UUID endpointId, String reason, Instant missedSince) {
        return Mono.defer(() -> isOffHere(endpointId) ? Mono.just(false) : record(endpointId, reason, missedSince));
    }

    /** Spares the database the many calls of attempts that were under way when the first one turned it off. */
    private boolean isOffHere(UUID endpointId) {
        return copy.find(endpointId).filter(Endpoint::disabled).isPresent();
    }

    private Mono<Boolean> record(UUID endpointId, String reason, Instant missedSince) {
        return config.change(version -> table.disable(endpointId, reason, missedSince, clock.instant(), version)
                        .filter(changed -> changed))
                .doOnNext(_ -> LOG.atWarn()
                        .addKeyValue("endpoint_id", IdKind.ENDPOINT.format(endpointId))
                        .log(
                                "endpoint {} is disabled: {}; it gets nothing until it is enabled again",
                                IdKind.ENDPOINT.format(endpointId),
                                reason))
                .defaultIfEmpty(false);
    }
}
