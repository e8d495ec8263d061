package io.posthorn.dashboard;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/** JSON texts for people. */
final class Json {

    private static final JsonMapper JSON = new JsonMapper();

    private Json() {}

    /** With line breaks and indentation, where it is JSON; else as it is. */
    static String indented(String text) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(JSON.readTree(text));
        } catch (JacksonException _) {
            return text;
        }
    }

    /** A member of an object, as it was written: not a byte is changed. */
    static String member(byte[] object, String name) {
        try (JsonParser parser = JSON.createParser(object)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean found = parser.currentName().equals(name);
                parser.nextToken();
                int begin = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                parser.finishToken();
                if (found) {
                    int end = (int) parser.currentLocation().getByteOffset();
                    return new String(object, begin, end - begin, StandardCharsets.UTF_8);
                }
            }
            return "";
        }
    }
}
