package io.posthorn.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.PATCH;
import static org.springframework.http.HttpStatus.BAD_REQUEST;
import static org.springframework.http.HttpStatus.CONTENT_TOO_LARGE;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.NO_CONTENT;
import static org.springframework.http.HttpStatus.OK;
import static org.springframework.http.HttpStatus.UNPROCESSABLE_CONTENT;

import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@PosthornTest
class OpenApiImportIntegrationTests {

    private static final String PATH = "/api/v1/event-type";
    private static final String IMPORT = PATH + "/import/openapi";

    private static final String YAML = """
            openapi: 3.1.0
            info: {title: Pets, version: 1.0.0}
            webhooks:
              "%s":
                post:
                  summary: A pet came
                  deprecated: true
                  tags: [pets]
                  requestBody:
                    content:
                      application/json:
                        schema:
                          $ref: "#/components/schemas/Pet"
                        example: {id: 7, name: on, price: 1.10, at: 12:30}
            components:
              schemas:
                Pet:
                  type: object
                  required: [id, name]
                  properties:
                    id: {type: integer, maximum: 12345678901234567890}
                    name: {type: string}
                    mother: {$ref: "#/components/schemas/Pet"}
                    owner: {$ref: "#/components/schemas/Owner"}
                Owner: {type: object}
                Stranger: {type: object}
            """;

    @LocalServerPort
    private int port;

    private ApiClient api = ApiClient.of(0);

    @BeforeEach
    void connect() {
        api = ApiClient.of(port);
    }

    @Test
    void takesOverWebhooksFromYaml() {
        JsonNode answer = importRaw(YAML.formatted("pet.new"), Map.of(), OK);

        assertThat(answer.toString()).isEqualTo("{\"data\":{\"modified\":[\"pet.new\"],\"archived\":[]}}");
        JsonNode type = api.get(PATH + "/pet.new", OK);
        assertThat(type.path("description").stringValue()).isEqualTo("A pet came");
        assertThat(type.path("deprecated").booleanValue()).isTrue();
        assertThat(type.path("groupName").stringValue()).isEqualTo("pets");
        JsonNode schema = type.at("/schemas/1");
        assertThat(schema.path("$ref").stringValue()).isEqualTo("#/$defs/Pet");
        assertThat(schema.path("$defs").propertyNames()).containsExactly("Owner", "Pet");
        assertThat(schema.at("/$defs/Pet/properties/id/maximum").toString()).isEqualTo("12345678901234567890");
        assertThat(schema.at("/$defs/Pet/properties/mother/$ref").stringValue()).isEqualTo("#/$defs/Pet");
        assertThat(schema.at("/examples/0").toString())
                .isEqualTo("{\"id\":7,\"name\":\"on\",\"price\":1.1,\"at\":\"12:30\"}");
    }

    @Test
    void takesOverWebhooksFromAnObjectAndFromTheExtensionOfOpenApi30() {
        importSpec("""
                {"openapi": "3.0.2", "x-webhooks": {"old.style": {"post": {"description": "d"}}}}
                """, OK);

        JsonNode type = api.get(PATH + "/old.style", OK);
        assertThat(type.path("description").stringValue()).isEqualTo("d");
        assertThat(type.path("schemas").isNull()).isTrue();
    }

    @Test
    void saysOnADryRunWhatItWouldDoAndDoesNothing() {
        JsonNode answer = importRaw(YAML.formatted("pet.dry"), Map.of("dryRun", true), OK);

        assertThat(answer.at("/data/modified")).isEmpty();
        assertThat(answer.at("/data/to_modify/0/name").stringValue()).isEqualTo("pet.dry");
        assertThat(answer.at("/data/to_modify/0/schemas/1/$ref").isString()).isTrue();
        api.get(PATH + "/pet.dry", HttpStatus.NOT_FOUND);
    }

    @Test
    void changesOnlyWhatDiffersAndKeepsFlags() {
        importRaw(YAML.formatted("pet.same"), Map.of(), OK);
        api.send(PATCH, PATH + "/pet.same", "{\"featureFlags\": [\"f1\", \"f2\"]}", OK);
        assertThat(importRaw(YAML.formatted("pet.same"), Map.of(), OK).at("/data/modified"))
                .isEmpty();

        api.send(DELETE, PATH + "/pet.same", null, NO_CONTENT);
        assertThat(importRaw(YAML.formatted("pet.same"), Map.of(), OK).at("/data/modified"))
                .hasSize(1);
        JsonNode back = api.get(PATH + "/pet.same", OK);
        assertThat(back.path("archived").booleanValue()).isFalse();
        assertThat(back.path("featureFlags")).hasSize(2);
        assertThat(back.path("featureFlag").stringValue()).isEqualTo("f1");
    }

    @Test
    void archivesTheRestWhenItReplacesAll() {
        api.post(PATH, Map.of("name", "not.in.it", "description", "d"), CREATED);

        JsonNode dry = importRaw(YAML.formatted("pet.only"), Map.of("dryRun", true, "replaceAll", true), OK);
        assertThat(dry.at("/data/archived").toString()).contains("not.in.it").doesNotContain("pet.only");
        assertThat(api.get(PATH + "/not.in.it", OK).path("archived").booleanValue())
                .isFalse();

        importRaw(YAML.formatted("pet.only"), Map.of("replaceAll", true), OK);
        assertThat(api.get(PATH + "/not.in.it", OK).path("archived").booleanValue())
                .isTrue();
        assertThat(api.get(PATH + "/pet.only", OK).path("archived").booleanValue())
                .isFalse();
    }

    @Test
    void wantsExactlyOneDocument() {
        api.post(IMPORT, "{}", BAD_REQUEST);
        api.post(IMPORT, "{\"spec\": {}, \"specRaw\": \"a\"}", BAD_REQUEST);
    }

    @Test
    void saysWhatIsWrongWithADocument() {
        importSpec("{}", UNPROCESSABLE_CONTENT);
        importSpec("{\"openapi\": \"2.0\", \"webhooks\": {\"a\": {}}}", UNPROCESSABLE_CONTENT);
        importSpec("{\"openapi\": \"3.1.0\", \"webhooks\": {}}", UNPROCESSABLE_CONTENT);
        importRaw("a: [1, 2", Map.of(), UNPROCESSABLE_CONTENT);
        importRaw("a: 1\na: 2", Map.of(), UNPROCESSABLE_CONTENT);
        JsonNode problem =
                importSpec("{\"openapi\": \"3.1.0\", \"webhooks\": {\"a b\": {\"post\": {}}}}", UNPROCESSABLE_CONTENT);
        assertThat(problem.at("/detail/0/loc").toString()).isEqualTo("[\"body\",\"spec\",\"a b\"]");
    }

    @Test
    void isNotBlownUpByAliases() {
        String bomb = IntStream.range(1, 25)
                .mapToObj(i -> "a" + i + ": &a" + i + " [*a" + (i - 1) + ", *a" + (i - 1) + "]\n")
                .collect(Collectors.joining("", "a0: &a0 [x, x]\n", ""));

        JsonNode problem = importRaw(bomb, Map.of(), UNPROCESSABLE_CONTENT);
        assertThat(problem.at("/detail/0/msg").stringValue()).contains("aliases");
    }

    @Test
    void takesWebhooksUpToTheLimitAndNoMore() {
        importSpec(webhooks(OpenApiWebhooks.MAX_WEBHOOKS), OK);
        importSpec(webhooks(OpenApiWebhooks.MAX_WEBHOOKS + 1), UNPROCESSABLE_CONTENT);
        importRaw("x".repeat(OpenApiImportIn.MAX_BYTES), Map.of(), CONTENT_TOO_LARGE);
    }

    private JsonNode importSpec(String spec, HttpStatus expected) {
        return api.post(IMPORT, "{\"spec\": " + spec + "}", expected);
    }

    private JsonNode importRaw(String raw, Map<String, Boolean> more, HttpStatus expected) {
        Map<String, Object> body = new HashMap<>(more);
        body.put("specRaw", raw);
        return api.post(IMPORT, JsonMapper.shared().writeValueAsString(body), expected);
    }

    private static String webhooks(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"w." + i + "\": {\"post\": {}}")
                .collect(Collectors.joining(",", "{\"openapi\": \"3.1.0\", \"webhooks\": {", "}}"));
    }
}
