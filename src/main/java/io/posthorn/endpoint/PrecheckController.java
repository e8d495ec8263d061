package io.posthorn.endpoint;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.api.RequestFields;
import io.posthorn.api.TextRule;
import io.posthorn.application.ApplicationDirectory;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Whether anybody would get a message: for senders to whom making its payload is dear. */
@RestController
final class PrecheckController {

    private static final int MAX_CHANNELS = 10;

    private final ApplicationDirectory applications;
    private final EndpointSnapshot endpoints;

    PrecheckController(ApplicationDirectory applications, EndpointSnapshot endpoints) {
        this.applications = applications;
        this.endpoints = endpoints;
    }

    @Requires(Permission.PUBLISH)
    @PostMapping("/api/v1/app/{app_id}/msg/precheck/active")
    Mono<Precheck> active(Caller caller, @PathVariable("app_id") String app, RequestFields fields) {
        Wanted wanted = fields.read(Wanted::read);
        return applications
                .require(caller, app)
                .map(application -> new Precheck(!endpoints
                        .matching(application.id(), wanted.eventType(), wanted.channels())
                        .isEmpty()));
    }

    private record Wanted(String eventType, List<String> channels) {

        static Wanted read(RequestFields fields) {
            @Nullable Set<String> channels = fields.optionalTexts("channels", TextRule.CHANNEL, MAX_CHANNELS);
            return new Wanted(
                    fields.text("eventType", TextRule.IDENTIFIER_256),
                    channels == null ? List.of() : List.copyOf(channels));
        }
    }

    /** Whether any enabled endpoint wants it as of now. */
    record Precheck(boolean active) {}
}
