package io.posthorn.application;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import reactor.core.publisher.Mono;

/**
 * The application that an organization's operational endpoints belong to. It has the identifier of its organization,
 * is made with the first of them, and exists for the machine alone: no listing has it and no path names it.
 */
public final class OperationalApplications {

    private static final String NAME = "Operational webhooks";

    private final R2dbcApplications table;
    private final ApplicationSnapshot applications;
    private final ConfigWriter config;
    private final InstantSource clock;

    OperationalApplications(
            R2dbcApplications table, ApplicationSnapshot applications, ConfigWriter config, InstantSource clock) {
        this.table = table;
        this.applications = applications;
        this.config = config;
        this.clock = clock;
    }

    /** The organization's, whether it has been made yet or not. */
    public static Application of(UUID organization) {
        return new Application(
                organization,
                organization,
                null,
                NAME,
                null,
                Map.of(),
                null,
                null,
                null,
                DeliverySettings.NONE,
                Instant.EPOCH,
                null);
    }

    /** The organization's, once it is sure to be there. */
    public Mono<Application> ensure(UUID organization) {
        return Mono.justOrEmpty(applications.find(organization))
                .switchIfEmpty(Mono.defer(() ->
                        config.change(version -> table.insertOperational(organization, NAME, clock.instant(), version)
                                .thenReturn(of(organization)))));
    }
}
