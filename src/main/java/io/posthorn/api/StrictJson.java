package io.posthorn.api;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads one JSON document as RFC 8259 has it, UTF-8 without a byte order mark, and refuses what two readers could
 * understand differently: duplicate names and text behind the end.
 */
final class StrictJson {

    private static final int MAX_DEPTH = 100;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** Reads members one by one; whoever does so looks for text behind the end itself. */
    private static final JsonMapper PIECEWISE = MAPPER.rebuild()
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private StrictJson() {}

    /** A parser by the same rules for reading a document piece by piece. */
    static JsonParser parser(byte[] body) {
        return PIECEWISE.createParser(body);
    }

    /** An object to collect pieces in. */
    static ObjectNode object() {
        return PIECEWISE.createObjectNode();
    }

    /**
     * The document's root.
     *
     * @throws Problem 400 that names line and column
     */
    static JsonNode parse(byte[] body) {
        refuseOtherEncodings(body);
        try {
            return MAPPER.readTree(body);
        } catch (JacksonException notJson) {
            throw problem(notJson);
        }
    }

    /** Refuses a byte order mark and the encodings that are not UTF-8. */
    static void refuseOtherEncodings(byte[] body) {
        if (!isPlainUtf8(body)) {
            throw Problem.malformed("The body must be JSON in UTF-8 without a byte order mark; it begins with a mark"
                    + " or in another encoding. Send plain UTF-8.");
        }
    }

    /** The answer to a document that cannot be read. */
    static Problem problem(JacksonException notJson) {
        return notJson instanceof StreamConstraintsException
                ? Problem.malformed("The body is nested deeper than " + MAX_DEPTH
                        + " levels, or has a number or name that is too long. Send a simpler document.")
                : Problem.malformed(describe(notJson));
    }

    /** A NUL among the first four bytes is what UTF-16 and UTF-32 look like, since JSON begins with ASCII. */
    private static boolean isPlainUtf8(byte[] body) {
        for (int i = 0; i < Math.min(4, body.length); i++) {
            if (body[i] == 0) {
                return false;
            }
        }
        int first = body.length == 0 ? '{' : body[0] & 0xFF;
        return first != 0xEF && first != 0xFE && first != 0xFF;
    }

    private static String describe(JacksonException notJson) {
        TokenStreamLocation at = notJson.getLocation();
        String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return "The body is not valid JSON" + where + ": " + notJson.getOriginalMessage() + ". Send one JSON document.";
    }
}
