package io.posthorn.endpoint;

import io.posthorn.application.Application;
import io.posthorn.application.ApplicationSnapshot;
import java.util.List;
import java.util.UUID;

/** Whether anybody wants to be told what becomes of an application's messages; answers from memory. */
public final class OperationalListeners {

    private final ApplicationSnapshot applications;
    private final EndpointSnapshot endpoints;

    OperationalListeners(ApplicationSnapshot applications, EndpointSnapshot endpoints) {
        this.applications = applications;
        this.endpoints = endpoints;
    }

    /**
     * Whether an operational endpoint wants this event, as of a configuration version. Where this node's copy is older
     * than that, it is taken for granted; whoever tells looks again.
     */
    public boolean hear(UUID applicationId, OperationalEvent event, long configVersion) {
        return endpoints.version() < configVersion
                || applications
                        .find(applicationId)
                        .filter(found -> hear(found, event))
                        .isPresent();
    }

    private boolean hear(Application application, OperationalEvent event) {
        UUID organization = application.organizationId();
        return !application.isOperational()
                && !endpoints.ofApplication(organization).isEmpty()
                && !endpoints.matching(organization, event.text(), List.of()).isEmpty();
    }
}
