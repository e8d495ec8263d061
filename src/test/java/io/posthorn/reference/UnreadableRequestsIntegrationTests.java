package io.posthorn.reference;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import io.posthorn.postgres.FreshDatabaseInitializer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every documented operation, given what it cannot read; the client holds each answer against the document. */
@PosthornTest
class UnreadableRequestsIntegrationTests {

    private static final List<Operation> OPERATIONS = Operation.all(JoinedDocument.read("test"));
    private static final int TEN_MEBIBYTES = 10 << 20;

    @LocalServerPort
    private int port;

    private final Map<String, String> names = new HashMap<>();

    @BeforeEach
    void makeSomethingToNamePathsAfter() {
        ApiClient api = ApiClient.of(port);
        String uid = "unreadable-" + UUID.randomUUID();
        api.post("/api/v1/app", Map.of("name", "Named", "uid", uid), HttpStatus.CREATED);
        api.post(
                "/api/v1/app/" + uid + "/endpoint",
                Map.of("url", "https://a.example/", "uid", "e"),
                HttpStatus.CREATED);
        JsonNode message = api.post(
                "/api/v1/app/" + uid + "/msg", "{\"eventType\": \"a.b\", \"payload\": {}}", HttpStatus.ACCEPTED);
        names.putAll(Map.of(
                "{app_id}", uid, "{endpoint_id}", "e", "{event_type_name}", "a.b", "{attempt_id}", "atmpt_none"));
        names.put("{msg_id}", message.path("id").stringValue());
        names.put("{target_id}", "target_none");
        names.putAll(Map.of("{task_id}", "qtask_none", "{organization_id}", "org_none", "{key_id}", "key_none"));
        names.put("{host}", "example.com:443");
    }

    @TestFactory
    Stream<DynamicTest> refusesOtherMediaTypes() {
        return withBody(operation -> assertRefused(operation, 415, MediaType.TEXT_PLAIN, "{}".getBytes(UTF_8)));
    }

    @TestFactory
    Stream<DynamicTest> refusesHalfADocument() {
        return withBody(operation -> assertRefused(
                operation, 400, MediaType.APPLICATION_JSON, start(operation, "{\"eventType\": \"a.b\", \"pay")));
    }

    @TestFactory
    Stream<DynamicTest> refusesWhatIsNotUtf8() {
        String broken = "{\"name\": \"\u00C3\"}";
        return withBody(operation -> assertRefused(
                operation,
                400,
                MediaType.APPLICATION_JSON,
                (isBatch(operation) ? "[" + broken + "]" : broken).getBytes(ISO_8859_1)));
    }

    @TestFactory
    Stream<DynamicTest> refusesTenMebibytes() {
        String object = "{\"a\": \"" + "x".repeat(TEN_MEBIBYTES) + "\"}";
        return withBody(operation -> assertRefused(
                operation,
                413,
                MediaType.APPLICATION_JSON,
                (isBatch(operation) ? "[" + object + "]" : object).getBytes(UTF_8)));
    }

    /**
     * Another operation may have the path, under a name of its own kind: then there is no such thing, or the operation
     * misses what it needs.
     */
    @Test
    void refusesOtherMethods() {
        Map<String, Set<String>> methods = OPERATIONS.stream()
                .collect(Collectors.groupingBy(
                        Operation::path, Collectors.mapping(Operation::method, Collectors.toSet())));
        methods.forEach((path, allowed) -> Stream.of("get", "post", "put", "patch", "delete")
                .filter(method -> !allowed.contains(method))
                .forEach(method -> assertThat(status(method, path, MediaType.APPLICATION_JSON, "{}".getBytes(UTF_8)))
                        .as("%s %s", method, path)
                        .isIn(404, 405, 422)));
    }

    private Stream<DynamicTest> withBody(Consumer<Operation> check) {
        return OPERATIONS.stream()
                .filter(Operation::hasBody)
                .map(operation -> DynamicTest.dynamicTest(
                        operation.method() + " " + operation.path(), () -> check.accept(operation)));
    }

    private void assertRefused(Operation operation, int expected, MediaType type, byte[] body) {
        assertThat(status(operation.method(), operation.path(), type, body)).isEqualTo(expected);
    }

    /** The status, after checking that the problem document says the same. */
    private int status(String method, String path, MediaType type, byte[] body) {
        var answer = ApiClient.of(port)
                .anonymous()
                .method(HttpMethod.valueOf(method.toUpperCase(Locale.ROOT)))
                .uri(named(path))
                .header("Authorization", "Bearer " + FreshDatabaseInitializer.ADMIN_KEY)
                .contentType(type)
                .bodyValue(body)
                .exchange()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .returnResult();
        byte[] problem = answer.getResponseBody();
        assertThat(new JsonMapper()
                        .readTree(problem == null ? new byte[0] : problem)
                        .path("status")
                        .intValue())
                .isEqualTo(answer.getStatus().value());
        return answer.getStatus().value();
    }

    private String named(String path) {
        String named = path;
        for (Map.Entry<String, String> name : names.entrySet()) {
            named = named.replace(name.getKey(), name.getValue());
        }
        return named;
    }

    private static byte[] start(Operation operation, String object) {
        return (isBatch(operation) ? "[" + object : object).getBytes(UTF_8);
    }

    private static boolean isBatch(Operation operation) {
        return operation.path().endsWith("/batch");
    }
}
