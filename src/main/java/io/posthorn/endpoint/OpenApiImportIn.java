package io.posthorn.endpoint;

import io.posthorn.api.Problem;
import io.posthorn.api.RequestFields;
import io.posthorn.api.TextRule;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * A document to take event types from.
 *
 * @param types by name
 * @param dryRun whether to say only what would change
 * @param replaceAll whether to archive all that the document does not have
 */
record OpenApiImportIn(Map<String, EventTypeIn> types, boolean dryRun, boolean replaceAll) {

    /** Most bytes of a request. */
    static final int MAX_BYTES = 1 << 20;

    private static final String SPEC = "spec";
    private static final String RAW = "specRaw";
    private static final TextRule RAW_TEXT = new TextRule(
            Pattern.compile(".*", Pattern.DOTALL), 1, MAX_BYTES, "text of 1 to " + MAX_BYTES + " characters");

    /** @throws Problem 400 when there is no document or two of them, 422 with what is wrong with the one there is */
    static OpenApiImportIn parse(byte[] body) {
        RequestFields fields = RequestFields.parse(body);
        if (fields.hasValue(SPEC) == fields.hasValue(RAW)) {
            throw Problem.badRequest(
                    "one_spec",
                    "Send the OpenAPI document either as an object in 'spec' or as text, JSON or YAML, in 'specRaw':"
                            + " one of them.");
        }
        return fields.read(read -> new OpenApiImportIn(
                OpenApiWebhooks.read(document(read)), read.flag("dryRun", false), read.flag("replaceAll", false)));
    }

    private static JsonNode document(RequestFields fields) {
        JsonNode parsed = fields.optionalValue(SPEC);
        if (parsed != null) {
            return parsed;
        }
        String raw = fields.optionalText(RAW, RAW_TEXT);
        return YamlTree.parse(RAW, raw == null ? "" : raw);
    }
}
