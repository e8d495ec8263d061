package io.posthorn.endpoint;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.api.Page;
import io.posthorn.api.PageRequest;
import io.posthorn.api.Problem;
import io.posthorn.api.RequestFields;
import io.posthorn.api.TextRule;
import io.posthorn.api.Violation;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
@RequestMapping("/api/v1/event-type")
final class EventTypeController {

    private final EventTypes eventTypes;

    EventTypeController(EventTypes eventTypes) {
        this.eventTypes = eventTypes;
    }

    @Requires(Permission.READ)
    @GetMapping
    Mono<Page<EventType>> list(
            Caller caller,
            PageRequest page,
            @RequestParam(name = "include_archived", defaultValue = "false") boolean includeArchived,
            @RequestParam(name = "with_content", defaultValue = "false") boolean withContent) {
        return eventTypes.list(caller, page, includeArchived, withContent);
    }

    @Requires(Permission.MANAGE)
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Mono<EventType> create(Caller caller, RequestFields fields) {
        NamedEventType in = fields.read(read -> new NamedEventType(EventTypeIn.name(read), EventTypeIn.whole(read)));
        return eventTypes.create(caller.organizationId(), in.name(), in.content());
    }

    @Requires(Permission.READ)
    @GetMapping("/{event_type_name}")
    Mono<EventType> get(Caller caller, @PathVariable("event_type_name") String name) {
        return eventTypes.require(caller, name);
    }

    /** Replaces the event type, or creates it under the path's name. */
    @Requires(Permission.MANAGE)
    @PutMapping("/{event_type_name}")
    Mono<ResponseEntity<EventType>> update(
            Caller caller, @PathVariable("event_type_name") String name, RequestFields fields) {
        EventTypeIn in = fields.read(EventTypeIn::whole);
        return eventTypes
                .replace(caller.organizationId(), checked(name), in)
                .map(ResponseEntity::ok)
                .switchIfEmpty(Mono.defer(() -> eventTypes
                        .create(caller.organizationId(), name, in)
                        .map(created ->
                                ResponseEntity.status(HttpStatus.CREATED).body(created))));
    }

    @Requires(Permission.MANAGE)
    @PatchMapping("/{event_type_name}")
    Mono<EventType> patch(Caller caller, @PathVariable("event_type_name") String name, RequestFields fields) {
        return eventTypes.patch(caller.organizationId(), name, fields);
    }

    @Requires(Permission.MANAGE)
    @DeleteMapping("/{event_type_name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> delete(
            Caller caller,
            @PathVariable("event_type_name") String name,
            @RequestParam(name = "expunge", defaultValue = "false") boolean expunge) {
        return eventTypes.delete(caller.organizationId(), name, expunge);
    }

    private static String checked(String name) {
        if (!TextRule.IDENTIFIER_256.allows(name)) {
            throw Problem.invalid(List.of(Violation.ofValue(
                    List.of("path", "event_type_name"), "must be " + TextRule.IDENTIFIER_256.allowed())));
        }
        return name;
    }

    private record NamedEventType(String name, EventTypeIn content) {}
}
