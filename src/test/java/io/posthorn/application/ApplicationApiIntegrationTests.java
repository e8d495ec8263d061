package io.posthorn.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.PATCH;
import static org.springframework.http.HttpMethod.PUT;
import static org.springframework.http.HttpStatus.CONFLICT;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.NOT_FOUND;
import static org.springframework.http.HttpStatus.NO_CONTENT;
import static org.springframework.http.HttpStatus.OK;
import static org.springframework.http.HttpStatus.UNPROCESSABLE_CONTENT;

import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import io.posthorn.postgres.FreshDatabaseInitializer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;

@PosthornTest
class ApplicationApiIntegrationTests {

    @LocalServerPort
    private int port;

    private ApiClient api = ApiClient.of(0);

    @BeforeEach
    void connect() {
        api = ApiClient.of(port);
    }

    @Test
    void createsAndShowsAnApplicationWithEveryFieldOfTheSchema() {
        JsonNode created = api.post("/api/v1/app", """
                {"name": "First", "uid": "first.1", "throttleRate": 7, "metadata": {"b": "2", "a": "1"}, "other": 1}
                """, CREATED);

        assertThat(created.propertyNames())
                .containsExactlyInAnyOrder(
                        "id",
                        "uid",
                        "name",
                        "throttleRate",
                        "rateLimit",
                        "metadata",
                        "createdAt",
                        "updatedAt",
                        "changedBy");
        assertThat(created.path("id").stringValue()).matches("app_[0-9A-Za-z]{27}");
        assertThat(created.path("throttleRate").intValue()).isEqualTo(7);
        assertThat(created.path("rateLimit").intValue()).isEqualTo(7);
        assertThat(created.path("metadata").path("a").stringValue()).isEqualTo("1");
        assertThat(Instant.parse(created.path("createdAt").stringValue())).isBefore(Instant.MAX);
        assertThat(api.get("/api/v1/app/" + created.path("id").stringValue(), OK))
                .isEqualTo(created);
        assertThat(api.get("/api/v1/app/first.1/", OK)).isEqualTo(created);
    }

    @Test
    void answersNullForWhatWasNotGiven() {
        JsonNode created = api.post("/api/v1/app", Map.of("name", "Bare"), CREATED);

        assertThat(created.path("uid").isNull()).isTrue();
        assertThat(created.path("throttleRate").isNull()).isTrue();
        assertThat(created.path("metadata").isEmpty()).isTrue();
    }

    @Test
    void hearsTheOlderNameOfTheThrottleRate() {
        JsonNode created = api.post("/api/v1/app", Map.of("name", "Old", "rateLimit", 9), CREATED);

        assertThat(created.path("throttleRate").intValue()).isEqualTo(9);
        api.post("/api/v1/app", Map.of("name", "Both", "rateLimit", 9, "throttleRate", 9), CREATED);
        api.post("/api/v1/app", Map.of("name", "Both", "rateLimit", 9, "throttleRate", 8), UNPROCESSABLE_CONTENT);
    }

    @Test
    void getIfExistsReturnsTheOneThatIsThere() {
        JsonNode created = api.post("/api/v1/app?get_if_exists=true", Map.of("name", "A", "uid", "gie"), CREATED);
        JsonNode found = api.post("/api/v1/app?get_if_exists=true", Map.of("name", "B", "uid", "gie"), OK);

        assertThat(found).isEqualTo(created);
        api.post("/api/v1/app", Map.of("name", "B", "uid", "gie"), CONFLICT);
    }

    @Test
    void oneOfManyParallelCreatesOfAUidWins() {
        List<Integer> plain = statuses("/api/v1/app", "race-1");
        List<Integer> lenient = statuses("/api/v1/app?get_if_exists=true", "race-2");

        assertThat(plain).filteredOn(status -> status == 201).hasSize(1);
        assertThat(plain).filteredOn(status -> status == 409).hasSize(plain.size() - 1);
        assertThat(lenient).filteredOn(status -> status == 201).hasSize(1);
        assertThat(lenient).filteredOn(status -> status == 200).hasSize(lenient.size() - 1);
    }

    @Test
    void replacesAllOfItOnPut() {
        api.post("/api/v1/app", Map.of("name", "A", "uid", "put", "throttleRate", 3), CREATED);

        JsonNode replaced = api.send(PUT, "/api/v1/app/put", "{\"name\": \"B\"}", OK);

        assertThat(replaced.path("name").stringValue()).isEqualTo("B");
        assertThat(replaced.path("uid").stringValue()).isEqualTo("put");
        assertThat(replaced.path("throttleRate").isNull()).isTrue();
    }

    @Test
    void createsUnderThePathsUidOnPut() {
        JsonNode created = api.send(PUT, "/api/v1/app/put-new", "{\"name\": \"N\"}", CREATED);

        assertThat(created.path("uid").stringValue()).isEqualTo("put-new");
        assertThat(api.get("/api/v1/app/put-new", OK)).isEqualTo(created);
    }

    @Test
    void createsNothingUnderAnIdOnPut() {
        String id =
                api.post("/api/v1/app", Map.of("name", "A"), CREATED).path("id").stringValue();
        api.send(DELETE, "/api/v1/app/" + id, null, NO_CONTENT);

        api.send(PUT, "/api/v1/app/" + id, "{\"name\": \"N\"}", NOT_FOUND);
        api.post("/api/v1/app", Map.of("name", "A", "uid", id), UNPROCESSABLE_CONTENT);
    }

    @Test
    void changesOnlyWhatAPatchNames() {
        api.post("/api/v1/app", Map.of("name", "A", "uid", "patch", "throttleRate", 3), CREATED);

        JsonNode patched = api.send(PATCH, "/api/v1/app/patch", "{\"throttleRate\": null, \"name\": \"B\"}", OK);

        assertThat(patched.path("name").stringValue()).isEqualTo("B");
        assertThat(patched.path("uid").stringValue()).isEqualTo("patch");
        assertThat(patched.path("throttleRate").isNull()).isTrue();
        api.send(PATCH, "/api/v1/app/patch", "{\"name\": null}", UNPROCESSABLE_CONTENT);
    }

    @Test
    void refusesAUidThatAnotherHas() {
        api.post("/api/v1/app", Map.of("name", "A", "uid", "taken"), CREATED);
        api.post("/api/v1/app", Map.of("name", "B", "uid", "wanting"), CREATED);

        JsonNode problem = api.send(PATCH, "/api/v1/app/wanting", "{\"uid\": \"taken\"}", CONFLICT);

        assertThat(problem.path("code").stringValue()).isEqualTo("conflict");
        assertThat(problem.path("detail").stringValue()).contains("taken");
        api.send(PUT, "/api/v1/app/wanting", "{\"name\": \"B\", \"uid\": \"taken\"}", CONFLICT);
    }

    @Test
    void forgetsADeletedOneAndFreesItsUid() {
        JsonNode first = api.post("/api/v1/app", Map.of("name", "A", "uid", "gone"), CREATED);

        api.send(DELETE, "/api/v1/app/gone", null, NO_CONTENT);

        api.get("/api/v1/app/gone", NOT_FOUND);
        api.get("/api/v1/app/" + first.path("id").stringValue(), NOT_FOUND);
        api.send(DELETE, "/api/v1/app/gone", null, NOT_FOUND);
        JsonNode second = api.post("/api/v1/app", Map.of("name", "A", "uid", "gone"), CREATED);
        assertThat(second.path("id")).isNotEqualTo(first.path("id"));
    }

    @Test
    void pagesForwardAndBackWhileOthersAreCreated() {
        IntStream.range(0, 7).forEach(i -> api.post("/api/v1/app", Map.of("name", "page " + i), CREATED));
        List<String> all = ids(api.get("/api/v1/app?limit=250", OK));

        JsonNode page = api.get("/api/v1/app?limit=3", OK);
        List<String> seen = new ArrayList<>(ids(page));
        while (!page.path("done").booleanValue()) {
            api.post("/api/v1/app", Map.of("name", "meanwhile"), CREATED);
            page = api.get(
                    "/api/v1/app?limit=250&iterator=" + page.path("iterator").stringValue(), OK);
            seen.addAll(ids(page));
        }
        assertThat(seen).doesNotHaveDuplicates().containsAll(all).isSorted();

        JsonNode last = api.get("/api/v1/app?limit=2&iterator=" + seen.get(4), OK);
        JsonNode before = api.get(
                "/api/v1/app?limit=2&iterator=" + last.path("prevIterator").stringValue(), OK);
        assertThat(ids(last)).containsExactly(seen.get(5), seen.get(6));
        assertThat(ids(before)).containsExactly(seen.get(3), seen.get(4));
        assertThat(before.path("done").booleanValue()).isFalse();
        JsonNode start = api.get("/api/v1/app?limit=3&iterator=-" + seen.get(3), OK);
        assertThat(ids(start)).containsExactly(seen.get(0), seen.get(1), seen.get(2));
        assertThat(start.path("done").booleanValue()).isTrue();
    }

    @Test
    void listsNewestFirstWhenAsked() {
        IntStream.range(0, 3).forEach(i -> api.post("/api/v1/app", Map.of("name", "order " + i), CREATED));

        JsonNode page = api.get("/api/v1/app?limit=2&order=descending", OK);
        JsonNode next = api.get(
                "/api/v1/app?limit=1&order=descending&iterator="
                        + page.path("iterator").stringValue(),
                OK);
        JsonNode back = api.get(
                "/api/v1/app?limit=5&order=descending&iterator="
                        + next.path("prevIterator").stringValue(),
                OK);

        assertThat(ids(page)).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(ids(next).getFirst()).isLessThan(ids(page).getLast());
        assertThat(ids(back)).isEqualTo(ids(page));
        assertThat(back.path("done").booleanValue()).isTrue();
    }

    @Test
    void endsAnEmptyPageWithoutIterators() {
        JsonNode page = api.get("/api/v1/app?iterator=app_7n42DGM5Tflk9n8mt7Fhc7", UNPROCESSABLE_CONTENT);
        assertThat(page.at("/detail/0/loc/1").stringValue()).isEqualTo("iterator");

        String last = ids(api.get("/api/v1/app?order=descending&limit=1", OK)).stream()
                .findFirst()
                .orElseGet(() -> api.post("/api/v1/app", Map.of("name", "x"), CREATED)
                        .path("id")
                        .stringValue());
        JsonNode empty = api.get("/api/v1/app?iterator=" + last, OK);
        assertThat(empty.path("data").isEmpty()).isTrue();
        assertThat(empty.path("done").booleanValue()).isTrue();
        assertThat(empty.path("iterator").isNull()).isTrue();
        assertThat(empty.path("prevIterator").isNull()).isTrue();
    }

    private List<Integer> statuses(String path, String uid) {
        WebClient client = WebClient.create("http://localhost:" + port);
        return Flux.range(0, 16)
                .flatMap(
                        i -> client.post()
                                .uri(path)
                                .header("Authorization", "Bearer " + FreshDatabaseInitializer.ADMIN_KEY)
                                .contentType(MediaType.APPLICATION_JSON)
                                .bodyValue(Map.of("name", "racer " + i, "uid", uid))
                                .exchangeToMono(answer -> answer.releaseBody()
                                        .thenReturn(answer.statusCode().value())),
                        16)
                .collectList()
                .toFuture()
                .join();
    }

    private static List<String> ids(JsonNode page) {
        return StreamSupport.stream(page.path("data").spliterator(), false)
                .map(item -> item.path("id").stringValue())
                .toList();
    }
}
