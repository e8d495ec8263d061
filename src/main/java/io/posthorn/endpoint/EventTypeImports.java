package io.posthorn.endpoint;

import io.posthorn.access.Change;
import io.posthorn.application.ConfigWriter;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Takes over event types from documents; all of one document or nothing. */
final class EventTypeImports {

    /** What the audit trail says instead of one event type. */
    private static final String SUBJECT = "openapi";

    private final R2dbcEventTypes table;
    private final ConfigWriter config;
    private final InstantSource clock;

    EventTypeImports(R2dbcEventTypes table, ConfigWriter config, InstantSource clock) {
        this.table = table;
        this.config = config;
        this.clock = clock;
    }

    Mono<OpenApiImportOut> run(UUID organization, OpenApiImportIn in) {
        return in.dryRun()
                ? plan(organization, in).map(Plan::announced)
                : config.change(
                                _ -> plan(organization, in).flatMap(plan -> carryOut(organization, plan)),
                                Noted::change)
                        .map(Noted::result);
    }

    private Mono<Plan> plan(UUID organization, OpenApiImportIn in) {
        return table.all(organization)
                .collectMap(EventType::name, Function.identity())
                .map(all -> Plan.of(all, in));
    }

    private Mono<Noted<OpenApiImportOut>> carryOut(UUID organization, Plan plan) {
        return Flux.fromIterable(plan.changed().entrySet())
                .concatMap(type -> table.write(organization, type.getKey(), type.getValue(), clock.instant()))
                .thenMany(Flux.fromIterable(plan.archived()))
                .concatMap(type -> table.write(
                        organization, type.name(), EventTypeIn.of(type).intoTheArchive(), clock.instant()))
                .then(Mono.just(plan.noted()));
    }

    /** What an import comes down to. */
    private record Plan(Map<String, EventTypeIn> changed, List<EventType> archived) {

        static Plan of(Map<String, EventType> existing, OpenApiImportIn in) {
            Map<String, EventTypeIn> changed = in.types().entrySet().stream()
                    .map(type -> Map.entry(type.getKey(), merged(existing.get(type.getKey()), type.getValue())))
                    .filter(type -> !same(existing.get(type.getKey()), type.getValue()))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, _) -> one, TreeMap::new));
            List<EventType> archived = existing.values().stream()
                    .filter(type ->
                            in.replaceAll() && !type.archived() && !in.types().containsKey(type.name()))
                    .sorted(Comparator.comparing(EventType::name))
                    .toList();
            return new Plan(changed, archived);
        }

        /** A document has no word for flags, so they stay. */
        private static EventTypeIn merged(@Nullable EventType existing, EventTypeIn in) {
            return existing == null
                    ? in
                    : new EventTypeIn(
                            in.description(),
                            false,
                            in.deprecated(),
                            in.groupName() == null ? existing.groupName() : in.groupName(),
                            existing.featureFlags(),
                            in.schemas());
        }

        private static boolean same(@Nullable EventType existing, EventTypeIn in) {
            return existing != null
                    && in.differingFrom(EventTypeIn.of(existing)).isEmpty();
        }

        /** One entry for all of it, under the names of the event types. */
        Noted<OpenApiImportOut> noted() {
            List<String> names = Stream.concat(changed.keySet().stream(), archivedNames().stream())
                    .toList();
            return new Noted<>(done(), Change.of("event_type.import", SUBJECT, names));
        }

        OpenApiImportOut done() {
            return new OpenApiImportOut(
                    new OpenApiImportOut.Data(List.copyOf(changed.keySet()), archivedNames(), null));
        }

        OpenApiImportOut announced() {
            return new OpenApiImportOut(new OpenApiImportOut.Data(
                    List.of(),
                    archivedNames(),
                    changed.entrySet().stream().map(Plan::announced).toList()));
        }

        private List<String> archivedNames() {
            return archived.stream().map(EventType::name).toList();
        }

        private static OpenApiImportOut.Imported announced(Map.Entry<String, EventTypeIn> type) {
            EventTypeIn in = type.getValue();
            return new OpenApiImportOut.Imported(
                    type.getKey(), in.description(), in.schemas(), in.deprecated(), in.groupName(), in.featureFlags());
        }
    }
}
