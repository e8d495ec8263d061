package io.posthorn.endpoint;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.api.Page;
import io.posthorn.api.PageRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code GET /api/v1/event-type/{event_type_name}/subscriber}: which endpoints take an event type. */
@RestController
final class SubscriberController {

    private final EventTypes eventTypes;
    private final R2dbcSubscribers table;
    private final EndpointSnapshot endpoints;
    private final EndpointHealth health;

    SubscriberController(
            EventTypes eventTypes, R2dbcSubscribers table, EndpointSnapshot endpoints, EndpointHealth health) {
        this.eventTypes = eventTypes;
        this.table = table;
        this.endpoints = endpoints;
        this.health = health;
    }

    @Requires(Permission.READ)
    @GetMapping("/api/v1/event-type/{event_type_name}/subscriber")
    Mono<Page<SubscriberOut>> list(Caller caller, @PathVariable("event_type_name") String eventType, PageRequest page) {
        return eventTypes
                .require(caller, eventType)
                .flatMapMany(type -> table.list(caller, type.name(), page))
                .map(row -> row.with(healthOf(row)))
                .collectList()
                .map(rows -> Page.of(rows, page, SubscriberOut::endpointId));
    }

    private @Nullable HealthOut healthOf(SubscriberOut.Row row) {
        return endpoints
                .find(row.endpointId())
                .map(endpoint -> health.shown(endpoint).health())
                .orElse(null);
    }
}
