package io.posthorn.reference;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The document's schemas, each object of which admits the properties that it names and no others. */
final class StrictSchemas {

    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            Dialect.builder(Dialects.getDraft202012())
                    .keyword(new NonValidationKeyword("components"))
                    .keyword(new NonValidationKeyword("x-enum-varnames"))
                    .build(),
            registry -> registry.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

    private final ObjectNode components = new JsonMapper().createObjectNode();
    private final Map<JsonNode, Checked> known = new ConcurrentHashMap<>();

    StrictSchemas(ObjectNode document) {
        components.set("schemas", closed(document.at("/components/schemas").deepCopy()));
    }

    /** The schema of problem documents that any path may answer. */
    Checked problem() {
        return of(new JsonMapper().createObjectNode().put("$ref", "#/components/schemas/HttpErrorOut"));
    }

    /** A schema of the document. */
    Checked of(JsonNode schema) {
        return known.computeIfAbsent(schema, this::compiled);
    }

    private Checked compiled(JsonNode schema) {
        ObjectNode root = (ObjectNode) closed(schema.deepCopy());
        root.set("components", components);
        return new Checked(REGISTRY.getSchema(root));
    }

    private static JsonNode closed(JsonNode node) {
        node.forEach(StrictSchemas::closed);
        if (node instanceof ObjectNode object && object.path("properties").isObject()) {
            object.putIfAbsent("additionalProperties", object.booleanNode(false));
        }
        return node;
    }

    /** A schema that bodies are held against. */
    record Checked(Schema schema) {

        /** What is wrong with the body, by its place; empty when nothing is. */
        List<String> faults(byte[] json) {
            return schema.validate(new String(json, StandardCharsets.UTF_8), InputFormat.JSON).stream()
                    .map(fault -> fault.getInstanceLocation() + " " + fault.getMessage())
                    .toList();
        }
    }
}
