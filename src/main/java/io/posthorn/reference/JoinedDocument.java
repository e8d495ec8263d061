package io.posthorn.reference;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The document out of its files: {@code openapi.yaml} is the frame and names the others in {@code x-files}, each of
 * which adds its tag, paths, webhooks and schemas. Nothing may be said twice.
 */
final class JoinedDocument {

    private static final String FRAME = "openapi";
    private static final String FILES = "x-files";
    private static final String RULES = "x-every-operation";

    private JoinedDocument() {}

    /** The whole document of this version, with what every operation has in common and a curl line for each. */
    static ObjectNode read(String version) {
        ObjectNode document = DocumentFiles.read(FRAME);
        document.remove(FILES).values().forEach(file -> add(document, DocumentFiles.read(file.stringValue())));
        document.withObject("/info").put("version", version);
        OperationRules rules = new OperationRules(document.remove(RULES));
        Operation.all(document).forEach(rules::complete);
        Operation.all(document).forEach(CurlLine::addTo);
        return document;
    }

    private static void add(ObjectNode document, ObjectNode file) {
        document.withArray("/tags").addAll((ArrayNode) file.path("tags"));
        for (String section : List.of("/paths", "/webhooks", "/components/schemas")) {
            JsonNode members = file.at(section);
            members.properties()
                    .forEach(member -> addOnce(document.withObject(section), member.getKey(), member.getValue()));
        }
    }

    private static void addOnce(ObjectNode section, String name, JsonNode value) {
        if (section.has(name)) {
            throw new IllegalStateException("the OpenAPI document says twice what " + name + " is");
        }
        section.set(name, value);
    }
}
