package io.posthorn.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.postgres.JsonColumns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaExampleTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"example": {"a": 1}, "type": "object"}                        | {"a":1}
                    {"examples": [{"a": 1.10}, 2]}                                 | {"a":1.10}
                    {"const": "c"}                                                 | "c"
                    {"default": 7}                                                 | 7
                    {"enum": ["x", "y"]}                                           | "x"
                    {"type": "string", "maxLength": 2}                             | "te"
                    {"type": "string", "format": "date-time"}                      | "2026-01-31T12:00:00Z"
                    {"type": ["integer", "null"], "minimum": 5}                    | 5
                    {"type": "boolean"}                                            | true
                    {"type": "array", "items": {"type": "null"}, "minItems": 2}    | [null,null]
                    {"oneOf": [{"const": 1}, {"const": 2}]}                        | 1
                    {"allOf": [{"properties": {"a": {"const": 1}}}], "properties": {"b": {"const": 2}}} | {"a":1,"b":2}
                    {"properties": {"a": {"$ref": "#/$defs/A"}}, "$defs": {"A": {"const": 3}}} | {"a":3}
                    {}                                                             | {}
                    """)
    void makesWhatTheSchemaDescribes(String schema, String example) {
        assertThat(SchemaExample.of(JsonColumns.readNode(schema)).toString()).isEqualTo(example);
    }

    @Test
    void endsWhereASchemaContainsItself() {
        String schema = "{\"properties\": {\"a\": {\"$ref\": \"#\"}, \"b\": {\"$ref\": \"#\"}}}";
        String circle = "{\"$ref\": \"#/$defs/A\", \"$defs\": {\"A\": {\"$ref\": \"#/$defs/A\"}}}";

        assertThat(SchemaExample.of(JsonColumns.readNode(schema)).toString()).hasSizeLessThan(50_000);
        assertThat(SchemaExample.of(JsonColumns.readNode(circle)).toString()).hasSizeLessThan(100);
    }

    @Test
    void makesNothingOfReferencesToElsewhere() {
        assertThat(SchemaExample.of(JsonColumns.readNode("{\"$ref\": \"https://example.com/x\"}"))
                        .toString())
                .isEqualTo("{}");
    }
}
