package io.posthorn.api;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON object in which one member is content to be kept byte for byte: that member is found as a span of the body and
 * never parsed into values, so that numbers, escapes, key order and white space inside it stay as they came.
 */
public final class Envelope {

    private final RequestFields fields;
    private final byte[] body;
    private final @Nullable Span content;

    private Envelope(RequestFields fields, byte[] body, @Nullable Span content) {
        this.fields = fields;
        this.body = body;
        this.content = content;
    }

    /**
     * Reads the object around the content.
     *
     * @param name the member that is content
     * @throws Problem 400 when the body is not one JSON document in UTF-8, 422 when it is not an object
     */
    public static Envelope parse(byte[] body, String name) {
        refuseBrokenText(body);
        try (JsonParser parser = StrictJson.parser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                // Not an object: the reader of plain fields knows what to say about it.
                return new Envelope(RequestFields.parse(body), body, null);
            }
            return members(parser, body, name);
        } catch (JacksonException notJson) {
            throw StrictJson.problem(notJson);
        }
    }

    /**
     * Does nothing when these bytes are one JSON object and nothing else than white space around it.
     *
     * @throws Problem 400 when they are not one JSON document in UTF-8, 422 when it is not an object
     */
    public static void requireObject(byte[] document) {
        refuseBrokenText(document);
        try (JsonParser parser = StrictJson.parser(document)) {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT) {
                throw Problem.invalid(
                        List.of(Violation.ofType(List.of("payload"), "a JSON object", JsonTypes.nameOf(first))));
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw Problem.malformed("The payload goes on behind its end. Send one JSON document.");
            }
        } catch (JacksonException notJson) {
            throw StrictJson.problem(notJson);
        }
    }

    private static Envelope members(JsonParser parser, byte[] body, String contentName) {
        ObjectNode others = StrictJson.object();
        Span content = null;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken value = parser.nextToken();
            if (name.equals(contentName)) {
                content = span(parser, value);
            } else {
                others.set(name, parser.readValueAsTree());
            }
        }
        if (parser.nextToken() != null) {
            throw Problem.malformed("The body goes on behind its end. Send one JSON document.");
        }
        return new Envelope(RequestFields.of(others), body, content);
    }

    private static Span span(JsonParser parser, JsonToken first) {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        return new Span(from, (int) parser.currentLocation().getByteOffset(), first);
    }

    /** The parser passes over text without decoding it; what is stored and sent must be whole UTF-8 all the same. */
    private static void refuseBrokenText(byte[] body) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
        } catch (CharacterCodingException _) {
            throw Problem.malformed("The body is not valid UTF-8. Send JSON in UTF-8.");
        }
        StrictJson.refuseOtherEncodings(body);
    }

    /** The other members. */
    public RequestFields fields() {
        return fields;
    }

    /**
     * The content, as an object: its bytes from brace to brace.
     *
     * @throws Problem 422 when it is missing or not an object
     */
    public byte[] objectContent(String name) {
        if (content == null) {
            throw Problem.invalid(List.of(Violation.missing(List.of("body", name), "a JSON object")));
        }
        if (content.first() != JsonToken.START_OBJECT) {
            throw Problem.invalid(List.of(
                    Violation.ofType(List.of("body", name), "a JSON object", JsonTypes.nameOf(content.first()))));
        }
        return Arrays.copyOfRange(body, content.from(), content.to());
    }

    private record Span(int from, int to, JsonToken first) {}
}
