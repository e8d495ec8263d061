package io.posthorn.endpoint;

import io.posthorn.api.Problem;
import io.posthorn.application.Application;
import io.posthorn.id.IdKind;
import reactor.core.publisher.Mono;

/** How many endpoints an application may have: what it was granted, else what the installation allows. */
final class EndpointAllowance {

    /** Endpoints of one application where nobody says otherwise. */
    static final int USUAL = 50;

    private final R2dbcEndpoints table;
    private final int usual;

    EndpointAllowance(R2dbcEndpoints table, int usual) {
        this.table = table;
        this.usual = usual;
    }

    /** Errors with 400 when the application has all it may have; to be asked within the change that creates one. */
    Mono<Void> check(Application application) {
        return table.usage(application.id())
                .filter(usage -> usage.used() >= allowed(usage))
                .flatMap(usage -> Mono.error(refusal(application, usage)));
    }

    /** How many endpoints the application may have. */
    int allowed(Application application) {
        Integer granted = application.maxEndpoints();
        return granted == null ? usual : granted;
    }

    private int allowed(EndpointUsage usage) {
        return usage.granted() < 0 ? usual : usage.granted();
    }

    private Problem refusal(Application application, EndpointUsage usage) {
        return Problem.badRequest(
                "too_many_endpoints",
                usage.used() + " of " + allowed(usage)
                        + " endpoints used. Delete one that is not needed, or ask whoever"
                        + " manages this application to raise its maxEndpoints: PATCH /api/v1/app/"
                        + IdKind.APPLICATION.format(application.id()) + ".");
    }
}
