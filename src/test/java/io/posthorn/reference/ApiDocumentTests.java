package io.posthorn.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a good description has, whatever it describes. */
class ApiDocumentTests {

    private static final ObjectNode DOCUMENT = JoinedDocument.read("1.2.3");
    private static final StrictSchemas SCHEMAS = new StrictSchemas(DOCUMENT);

    @TestFactory
    Stream<DynamicTest> everyOperationIsWhole() {
        return Operation.all(DOCUMENT).stream()
                .map(operation -> DynamicTest.dynamicTest(
                        operation.method() + " " + operation.path(), () -> assertWhole(operation)));
    }

    private static void assertWhole(Operation operation) {
        JsonNode node = operation.node();
        assertThat(node.path("operationId").stringValue("")).isNotEmpty();
        assertThat(node.path("summary").stringValue("")).isNotEmpty().doesNotEndWith(".");
        assertThat(node.path("description").stringValue("As the summary says.").strip())
                .endsWith(".");
        assertThat(tagNames()).contains(node.at("/tags/0").stringValue());
        assertThat(node.path("x-posthorn-permission").isString()).isEqualTo(operation.secured());
        assertThat(node.at("/x-codeSamples/0/source").stringValue())
                .startsWith("curl ")
                .doesNotContain("_id}", "_name}");
        assertThat(operation.node().path("responses").propertyNames())
                .anyMatch(status -> status.startsWith("2"))
                .allMatch(status -> !operation.secured() || status.matches("[2345]\\d\\d"));
        if (operation.secured()) {
            assertThat(operation.node().path("responses").propertyNames()).contains("400", "401", "403", "429", "503");
        }
        if (operation.hasBody()) {
            assertThat(operation.node().path("responses").propertyNames()).contains("413", "415", "422");
        }
        operation.node().path("responses").forEach(response -> assertAnswerWhole(operation.resolved(response)));
    }

    private static void assertAnswerWhole(JsonNode response) {
        assertThat(response.path("description").stringValue("")).endsWith(".");
        response.path("content").forEach(content -> assertThat(content.has("example") || content.has("examples"))
                .as("an example in %s", response)
                .isTrue());
    }

    @Test
    void everyExampleFitsItsSchema() {
        List<String> faults = new ArrayList<>();
        DOCUMENT.findParents("schema").forEach(content -> faults.addAll(faultsOfExamples(content)));

        assertThat(faults).isEmpty();
    }

    private static List<String> faultsOfExamples(JsonNode content) {
        Stream<JsonNode> examples = Stream.concat(
                Stream.of(content.path("example")),
                content.path("examples").valueStream().map(example -> example.path("value")));
        return examples.filter(example -> !example.isMissingNode())
                .flatMap(example ->
                        SCHEMAS
                                .of(content.path("schema"))
                                .faults(example.toString().getBytes(StandardCharsets.UTF_8))
                                .stream()
                                .map(fault -> fault + " in " + example))
                .toList();
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        assertThat(DOCUMENT.findValuesAsString("$ref")).isNotEmpty().allSatisfy(reference -> assertThat(
                        DOCUMENT.at(reference.substring(1)).isMissingNode())
                .as(reference)
                .isFalse());
    }

    @Test
    void noSchemaIsForNobody() {
        TreeSet<String> unused = new TreeSet<>();
        DOCUMENT.path("components").properties().stream()
                .filter(section -> !section.getKey().equals("securitySchemes"))
                .forEach(section -> section.getValue()
                        .propertyNames()
                        .forEach(name -> unused.add("#/components/" + section.getKey() + "/" + name)));
        unused.removeAll(DOCUMENT.findValuesAsString("$ref"));

        assertThat(unused).isEmpty();
    }

    @Test
    void operationIdsAreUnique() {
        assertThat(Operation.all(DOCUMENT).stream()
                        .map(operation -> operation.node().path("operationId")))
                .doesNotHaveDuplicates();
    }

    @Test
    void hasTheVersionOfTheBuildAndNoTraceOfItsFiles() {
        assertThat(DOCUMENT.at("/info/version").stringValue()).isEqualTo("1.2.3");
        assertThat(DOCUMENT.propertyNames()).doesNotContain("x-files", "x-every-operation");
        assertThat(DOCUMENT.path("openapi").stringValue()).isEqualTo("3.1.0");
    }

    @Test
    void curlLinesSayWhatTheExampleSays() {
        Operation patch = Operation.all(DOCUMENT).stream()
                .filter(operation ->
                        operation.node().path("operationId").stringValue("").equals("patch_endpoint"))
                .findFirst()
                .orElseThrow();

        assertThat(CurlLine.of(patch)).isEqualTo("""
                curl -X PATCH "$POSTHORN_URL/api/v1/app/acme/endpoint/ep_0CkVAjIhKtJ0RlgLKOmxgJTeKdN" \\
                  -H "Authorization: Bearer $POSTHORN_KEY" \\
                  -H 'Content-Type: application/json' \\
                  -d '{"disabled":true}'""");
    }

    private static List<String> tagNames() {
        return DOCUMENT.path("tags")
                .valueStream()
                .map(tag -> tag.path("name").stringValue())
                .toList();
    }
}
