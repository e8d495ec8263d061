package io.posthorn.endpoint;

import io.posthorn.access.Caller;
import io.posthorn.api.Page;
import io.posthorn.api.PageRequest;
import io.posthorn.api.Problem;
import io.posthorn.api.RequestFields;
import io.posthorn.api.TextRule;
import io.posthorn.application.ConfigWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.LongFunction;
import reactor.core.publisher.Mono;

/** An organization's catalogue of event types: finds, lists, creates and changes them. */
final class EventTypes {

    private final R2dbcEventTypes table;
    private final ConfigWriter config;
    private final InstantSource clock;

    EventTypes(R2dbcEventTypes table, ConfigWriter config, InstantSource clock) {
        this.table = table;
        this.config = config;
        this.clock = clock;
    }

    Mono<Page<EventType>> list(Caller caller, PageRequest page, boolean withArchived, boolean withContent) {
        return Mono.defer(() -> table.list(caller.organizationId(), page, withArchived, caller.featureFlags())
                .map(type -> withContent ? type : type.withoutContent())
                .collectList()
                .map(rows -> Page.of(rows, page, EventType::name)));
    }

    /** As the caller sees the catalogue. */
    Mono<EventType> require(Caller caller, String name) {
        return find(caller.organizationId(), name)
                .filter(type -> caller.isShown(type.featureFlags()))
                .switchIfEmpty(Mono.error(() -> notFound(name)));
    }

    private Mono<EventType> require(UUID organization, String name) {
        return find(organization, name).switchIfEmpty(Mono.error(() -> notFound(name)));
    }

    /** Creates the event type, or brings an archived one back with this content. */
    Mono<EventType> create(UUID organization, String name, EventTypeIn in) {
        return noted(_ -> table.find(organization, name)
                .filter(existing -> !existing.archived())
                .flatMap(_ -> Mono.<EventType>error(Problem.conflict("event type '" + name + "' exists already."
                        + " Use it as it is, or change it with PUT /api/v1/event-type/" + name + ".")))
                .switchIfEmpty(Mono.defer(() -> table.write(organization, name, in, clock.instant())))
                .map(made -> Noted.of(made, "create", in.differingFrom(EventTypeIn.NOTHING))));
    }

    /** Replaces the event type; empty when there is none. */
    Mono<EventType> replace(UUID organization, String name, EventTypeIn in) {
        return noted(_ -> find(organization, name).flatMap(current -> write(organization, current, in, "update")));
    }

    Mono<EventType> patch(UUID organization, String name, RequestFields fields) {
        return noted(_ -> require(organization, name)
                .flatMap(current -> write(
                        organization, current, fields.read(read -> EventTypeIn.patched(read, current)), "update")));
    }

    /** Archives the event type, or takes it out of the catalogue for good. */
    Mono<Void> delete(UUID organization, String name, boolean expunge) {
        return noted(_ -> require(organization, name)
                        .flatMap(current -> expunge
                                ? table.delete(organization, name).thenReturn(Noted.of(current, "delete", List.of()))
                                : write(
                                        organization,
                                        current,
                                        EventTypeIn.of(current).intoTheArchive(),
                                        "archive")))
                .then();
    }

    private Mono<EventType> noted(LongFunction<Mono<Noted<EventType>>> write) {
        return config.change(write, Noted::change).map(Noted::result);
    }

    private Mono<Noted<EventType>> write(UUID organization, EventType current, EventTypeIn in, String verb) {
        return table.write(organization, current.name(), in, clock.instant())
                .map(now -> Noted.of(now, verb, in.differingFrom(EventTypeIn.of(current))));
    }

    /** Names that no event type can have are not even asked for: PostgreSQL could refuse their characters. */
    private Mono<EventType> find(UUID organization, String name) {
        return TextRule.IDENTIFIER_256.allows(name) ? table.find(organization, name) : Mono.empty();
    }

    private static Problem notFound(String name) {
        return Problem.notFound("There is no event type '" + name
                + "' here. GET /api/v1/event-type?include_archived=true lists all of them.");
    }
}
