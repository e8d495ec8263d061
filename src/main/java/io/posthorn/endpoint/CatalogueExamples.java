package io.posthorn.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.posthorn.access.Caller;
import io.posthorn.api.TextRule;
import io.posthorn.postgres.JsonColumns;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Examples from the schemas in the catalogue. */
final class CatalogueExamples implements EventExamples {

    private final R2dbcEventTypes table;

    CatalogueExamples(R2dbcEventTypes table) {
        this.table = table;
    }

    @Override
    public Mono<byte[]> exampleFor(UUID organizationId, String eventType) {
        return Mono.just(eventType)
                .filter(TextRule.IDENTIFIER_256::allows)
                .flatMap(name -> table.find(organizationId, name))
                .filterWhen(CatalogueExamples::isShown)
                .map(type -> JsonColumns.write(example(type)).getBytes(UTF_8));
    }

    /** Whoever does not see an event type sees no example of it either. */
    private static Mono<Boolean> isShown(EventType type) {
        return Mono.deferContextual(context -> {
            Caller caller = Caller.of(context);
            return Mono.just(caller == null || caller.isShown(type.featureFlags()));
        });
    }

    private static ObjectNode example(EventType type) {
        JsonNode schema = newest(type.schemas());
        JsonNode example = schema == null ? without(type) : SchemaExample.of(schema);
        if (example instanceof ObjectNode object) {
            return object;
        }
        ObjectNode wrapped = JsonNodeFactory.instance.objectNode();
        wrapped.set("example", example);
        return wrapped;
    }

    private static ObjectNode without(EventType type) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", type.name())
                .put("note", "an example: this event type has no schema to take one from");
    }

    /** The schema of the highest version, by number where versions are numbers. */
    private static @Nullable JsonNode newest(@Nullable JsonNode schemas) {
        if (schemas == null) {
            return null;
        }
        return schemas.propertyNames().stream()
                .max(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
                .map(schemas::get)
                .orElse(null);
    }
}
