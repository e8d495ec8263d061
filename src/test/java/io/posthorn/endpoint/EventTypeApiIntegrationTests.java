package io.posthorn.endpoint;

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
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.JsonNode;

@PosthornTest
class EventTypeApiIntegrationTests {

    private static final String PATH = "/api/v1/event-type";

    @LocalServerPort
    private int port;

    private ApiClient api = ApiClient.of(0);

    @BeforeEach
    void connect() {
        api = ApiClient.of(port);
    }

    @Test
    void createsAndShowsAnEventTypeWithEveryFieldOfTheSchema() {
        JsonNode created = api.post(PATH, """
                {"name": "invoice.paid", "description": "An invoice was paid", "deprecated": true,
                 "featureFlag": "cool-new-feature",
                 "schemas": {"1": {"type": "object", "properties": {"n": {"maximum": 1.10}}}}}
                """, CREATED);

        assertThat(created.propertyNames())
                .containsExactlyInAnyOrder(
                        "name",
                        "description",
                        "archived",
                        "deprecated",
                        "groupName",
                        "featureFlags",
                        "featureFlag",
                        "schemas",
                        "createdAt",
                        "updatedAt",
                        "changedBy");
        assertThat(created.path("changedBy").stringValue()).isEqualTo("admin");
        assertThat(created.path("archived").booleanValue()).isFalse();
        assertThat(created.path("deprecated").booleanValue()).isTrue();
        assertThat(created.path("schemas").at("/1/type").stringValue()).isEqualTo("object");
        assertThat(api.get(PATH + "/invoice.paid", OK)).isEqualTo(created);
        api.post(PATH, Map.of("name", "invoice.paid", "description", "again"), CONFLICT);
        api.post(PATH, Map.of("name", "no description"), UNPROCESSABLE_CONTENT);
    }

    @Test
    void takesAsManyFeatureFlagsAsAreAllowedAndNoMore() {
        assertThat(flagged("flags.10", 10, CREATED).path("featureFlags")).hasSize(10);
        assertThat(flagged("flags.11", 11, UNPROCESSABLE_CONTENT)
                        .at("/detail/0/loc")
                        .toString())
                .isEqualTo("[\"body\",\"featureFlags\"]");
        api.get(PATH + "/flags.11", NOT_FOUND);
    }

    private JsonNode flagged(String name, int count, HttpStatus expected) {
        List<String> flags =
                IntStream.range(0, count).mapToObj(i -> "flag-" + i).toList();
        return api.post(PATH, Map.of("name", name, "description", "d", "featureFlags", flags), expected);
    }

    @Test
    void archivesAndBringsBack() {
        api.post(PATH, Map.of("name", "arch", "description", "first", "schemas", Map.of("1", Map.of())), CREATED);

        api.send(DELETE, PATH + "/arch", null, NO_CONTENT);
        assertThat(names(api.get(PATH + "?limit=250", OK))).doesNotContain("arch");
        assertThat(names(api.get(PATH + "?limit=250&include_archived=true", OK)))
                .contains("arch");
        assertThat(api.get(PATH + "/arch", OK).path("archived").booleanValue()).isTrue();

        JsonNode back = api.post(PATH, Map.of("name", "arch", "description", "second"), CREATED);
        assertThat(back.path("archived").booleanValue()).isFalse();
        assertThat(back.path("description").stringValue()).isEqualTo("second");
        assertThat(back.path("schemas").isNull()).isTrue();
    }

    @Test
    void expungesForGood() {
        api.post(PATH, Map.of("name", "exp", "description", "d"), CREATED);

        api.send(DELETE, PATH + "/exp?expunge=true", null, NO_CONTENT);

        api.get(PATH + "/exp", NOT_FOUND);
        api.send(DELETE, PATH + "/exp?expunge=true", null, NOT_FOUND);
        JsonNode problem = api.send(DELETE, PATH + "/exp?expunge=maybe", null, UNPROCESSABLE_CONTENT);
        assertThat(problem.at("/detail/0/loc").toString()).isEqualTo("[\"query\",\"expunge\"]");
    }

    @Test
    void replacesOrCreatesOnPutAndPatchesWhatIsNamed() {
        JsonNode created = api.send(PUT, PATH + "/put", "{\"description\": \"a\", \"deprecated\": true}", CREATED);
        JsonNode patched = api.send(PATCH, PATH + "/put", "{\"description\": \"b\"}", OK);
        JsonNode replaced = api.send(PUT, PATH + "/put", "{\"description\": \"c\"}", OK);

        assertThat(created.path("name").stringValue()).isEqualTo("put");
        assertThat(patched.path("deprecated").booleanValue()).isTrue();
        assertThat(replaced.path("deprecated").booleanValue()).isFalse();
        api.send(PATCH, PATH + "/nothing", "{}", NOT_FOUND);
        api.send(PUT, PATH + "/n%20o", "{\"description\": \"c\"}", UNPROCESSABLE_CONTENT);
    }

    @Test
    void listsByNameWithSchemasOnlyWhenAsked() {
        for (String name : List.of("list.b", "list.C", "list.a")) {
            api.post(PATH, Map.of("name", name, "description", "d", "schemas", Map.of("1", Map.of())), CREATED);
        }

        JsonNode page = api.get(PATH + "?limit=2&iterator=list", OK);
        JsonNode next =
                api.get(PATH + "?limit=1&iterator=" + page.path("iterator").stringValue(), OK);
        JsonNode back =
                api.get(PATH + "?limit=2&iterator=" + next.path("prevIterator").stringValue(), OK);

        assertThat(names(page)).containsExactly("list.C", "list.a");
        assertThat(names(next)).containsExactly("list.b");
        assertThat(names(back)).isEqualTo(names(page));
        assertThat(page.at("/data/0/schemas").isNull()).isTrue();
        assertThat(api.get(PATH + "?limit=1&iterator=list&with_content=true", OK)
                        .at("/data/0/schemas")
                        .isObject())
                .isTrue();
    }

    private static List<String> names(JsonNode page) {
        return StreamSupport.stream(page.path("data").spliterator(), false)
                .map(item -> item.path("name").stringValue())
                .toList();
    }
}
