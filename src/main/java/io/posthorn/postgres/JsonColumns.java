package io.posthorn.postgres;

import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes values for {@code json} and {@code jsonb} columns as text and reads the columns' text back. */
public final class JsonColumns {

    /** Numbers keep every digit they were written with. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private JsonColumns() {}

    /** The value as JSON text. */
    public static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** A map of texts that cannot be changed. */
    public static Map<String, String> readTexts(String json) {
        // Most maps are empty, and there may be a hundred thousand of them.
        return json.equals("{}") ? Map.of() : Map.copyOf(MAPPER.readValue(json, TEXTS));
    }

    /** Any value. */
    public static JsonNode readNode(String json) {
        return MAPPER.readTree(json);
    }

    /** A map of texts in the order they were written. */
    public static Map<String, String> readOrderedTexts(String json) {
        return MAPPER.readValue(json, TEXTS);
    }
}
