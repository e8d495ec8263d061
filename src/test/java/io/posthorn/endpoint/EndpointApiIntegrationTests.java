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
import io.posthorn.postgres.FreshDatabaseInitializer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@PosthornTest
class EndpointApiIntegrationTests {

    private static final String URL = "https://example.com/hook";

    @LocalServerPort
    private int port;

    private ApiClient api = ApiClient.of(0);
    private String endpoints = "";

    @BeforeEach
    void makeAnApplication() {
        api = ApiClient.of(port);
        String uid = "app-" + UUID.randomUUID();
        api.post("/api/v1/app", Map.of("name", "A", "uid", uid), CREATED);
        endpoints = "/api/v1/app/" + uid + "/endpoint";
    }

    @Test
    void createsAndShowsAnEndpointWithEveryFieldOfTheSchema() {
        catalogue("user.signup", "user.deleted");

        JsonNode created = api.post(endpoints, """
                {"url": "https://example.com/hook?a=1", "uid": "e.1", "description": "mine", "disabled": false,
                 "eventTypes": ["user.signup", "user.deleted"], "channels": ["p1", "p2"], "throttleRate": 5,
                 "metadata": {"k": "v"}, "version": 1, "secret": "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"}
                """, CREATED);

        assertThat(created.propertyNames())
                .containsExactlyInAnyOrder(
                        "id",
                        "uid",
                        "url",
                        "description",
                        "disabled",
                        "eventTypes",
                        "filterTypes",
                        "channels",
                        "throttleRate",
                        "rateLimit",
                        "metadata",
                        "version",
                        "createdAt",
                        "updatedAt",
                        "changedBy");
        assertThat(created.path("id").stringValue()).matches("ep_[0-9A-Za-z]{27}");
        assertThat(created.path("url").stringValue()).isEqualTo("https://example.com/hook?a=1");
        assertThat(created.path("eventTypes")).isEqualTo(created.path("filterTypes"));
        assertThat(created.path("channels")).hasSize(2);
        assertThat(created.path("rateLimit").intValue()).isEqualTo(5);
        assertThat(api.get(endpoints + "/e.1", OK)).isEqualTo(created);
        assertThat(api.get(endpoints + "/" + created.path("id").stringValue() + "/", OK))
                .isEqualTo(created);
        assertThat(api.get(endpoints + "/e.1/secret", OK).path("key").stringValue())
                .isEqualTo("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD");
    }

    @Test
    void givesDefaultsForWhatIsLeftOut() {
        JsonNode created = api.post(endpoints, Map.of("url", URL), CREATED);

        assertThat(created.path("description").stringValue()).isEmpty();
        assertThat(created.path("disabled").booleanValue()).isFalse();
        assertThat(created.path("eventTypes").isNull()).isTrue();
        assertThat(created.path("channels").isNull()).isTrue();
        assertThat(created.path("throttleRate").isNull()).isTrue();
    }

    @Test
    void makesASecretAndShowsItNowhereElse() {
        JsonNode created = api.post(endpoints, Map.of("url", URL, "uid", "s"), CREATED);
        String secret = api.get(endpoints + "/s/secret", OK).path("key").stringValue();

        assertThat(secret).matches("whsec_[A-Za-z0-9+/=]{32,100}");
        assertThat(created.toString()).doesNotContain("whsec_").doesNotContain(secret.substring(6));
        api.anonymous()
                .get()
                .uri(endpoints + "/s/secret")
                .header("Authorization", "Bearer " + FreshDatabaseInitializer.ADMIN_KEY)
                .exchange()
                .expectHeader()
                .valueEquals("Cache-Control", "no-store")
                .expectBody();
    }

    @Test
    void rotatesToANewOrAGivenSecret() {
        api.post(endpoints, Map.of("url", URL, "uid", "r"), CREATED);
        String first = api.get(endpoints + "/r/secret", OK).path("key").stringValue();

        api.post(endpoints + "/r/secret/rotate", "{}", NO_CONTENT);
        String second = api.get(endpoints + "/r/secret", OK).path("key").stringValue();
        api.post(
                endpoints + "/r/secret/rotate",
                Map.of("key", "C2FVsBQIhrscChlQIMV+b5sSYspob7oD", "gracePeriodSeconds", 0),
                NO_CONTENT);
        String third = api.get(endpoints + "/r/secret", OK).path("key").stringValue();

        assertThat(second).isNotEqualTo(first);
        assertThat(third).isEqualTo("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD");
        api.post(endpoints + "/r/secret/rotate", Map.of("gracePeriodSeconds", 604_801), UNPROCESSABLE_CONTENT);
        api.post(endpoints + "/r/secret/rotate", Map.of("key", "whsec_short"), UNPROCESSABLE_CONTENT);
    }

    @Test
    void hearsTheOlderNames() {
        catalogue("old.one");
        JsonNode created =
                api.post(endpoints, Map.of("url", URL, "filterTypes", List.of("old.one"), "rateLimit", 4), CREATED);

        assertThat(created.at("/eventTypes/0").stringValue()).isEqualTo("old.one");
        assertThat(created.path("throttleRate").intValue()).isEqualTo(4);
    }

    @Test
    void refusesEventTypesThatTheCatalogueDoesNotHave() {
        catalogue("known.one", "late.one");
        JsonNode problem = api.post(
                endpoints, Map.of("url", URL, "filterTypes", List.of("known.one", "typo")), UNPROCESSABLE_CONTENT);
        assertThat(problem.at("/detail/0/loc").toString()).isEqualTo("[\"body\",\"filterTypes\"]");
        assertThat(problem.at("/detail/0/msg").stringValue())
                .contains("typo")
                .doesNotContain("known.one")
                .contains("null");

        api.post(endpoints, Map.of("url", URL, "uid", "k", "eventTypes", List.of("late.one")), CREATED);
        api.send(DELETE, "/api/v1/event-type/late.one", null, NO_CONTENT);
        api.post(endpoints, Map.of("url", URL, "eventTypes", List.of("late.one")), UNPROCESSABLE_CONTENT);
        api.send(PATCH, endpoints + "/k", "{\"eventTypes\": [\"known.one\", \"late.one\"]}", OK);
    }

    @Test
    void refusesEmptyListsAndSaysWhatNullMeans() {
        for (String field : List.of("eventTypes", "channels")) {
            JsonNode problem = api.post(endpoints, Map.of("url", URL, field, List.of()), UNPROCESSABLE_CONTENT);
            assertThat(problem.at("/detail/0/loc/1").stringValue()).isEqualTo(field);
            assertThat(problem.at("/detail/0/msg").stringValue()).contains("null, or leaving it out, means all");
        }
        List<String> eleven = IntStream.range(0, 11).mapToObj(i -> "c" + i).toList();
        api.post(endpoints, Map.of("url", URL, "channels", eleven), UNPROCESSABLE_CONTENT);
    }

    @Test
    void refusesWhatIsNoUrl() {
        for (String url : List.of(
                "example.com",
                "ftp://example.com",
                "https://",
                "http://a b",
                "",
                "mailto:a@b.c",
                "http://10.0.0.1/",
                "http://localhost:8080/",
                "https://user:secret@example.com/",
                "http://169.254.169.254/",
                "https://é.example/")) {
            JsonNode problem = api.post(endpoints, Map.of("url", url), UNPROCESSABLE_CONTENT);
            assertThat(problem.at("/detail/0/loc/1").stringValue()).as(url).isEqualTo("url");
        }
    }

    @Test
    void replacesAllOfItButTheSecretOnPut() {
        api.post(endpoints, Map.of("url", URL, "uid", "p", "channels", List.of("c"), "throttleRate", 2), CREATED);
        JsonNode secret = api.get(endpoints + "/p/secret", OK);

        JsonNode replaced = api.send(PUT, endpoints + "/p", "{\"url\": \"https://example.com/2\"}", OK);

        assertThat(replaced.path("url").stringValue()).isEqualTo("https://example.com/2");
        assertThat(replaced.path("uid").stringValue()).isEqualTo("p");
        assertThat(replaced.path("channels").isNull()).isTrue();
        assertThat(replaced.path("throttleRate").isNull()).isTrue();
        assertThat(api.get(endpoints + "/p/secret", OK)).isEqualTo(secret);
        JsonNode made = api.send(PUT, endpoints + "/p-new", "{\"url\": \"https://example.com/3\"}", CREATED);
        assertThat(made.path("uid").stringValue()).isEqualTo("p-new");
    }

    @Test
    void changesOnlyWhatAPatchNames() {
        api.post(endpoints, Map.of("url", URL, "uid", "q", "channels", List.of("c"), "description", "d"), CREATED);

        JsonNode disabled = api.send(PATCH, endpoints + "/q", "{\"disabled\": true}", OK);
        JsonNode enabled = api.send(PATCH, endpoints + "/q", "{\"disabled\": false, \"channels\": null}", OK);

        assertThat(disabled.path("disabledReason").stringValue()).contains("API");
        assertThat(disabled.at("/channels/0").stringValue()).isEqualTo("c");
        assertThat(enabled.path("disabled").booleanValue()).isFalse();
        assertThat(enabled.has("disabledReason")).isFalse();
        assertThat(enabled.path("channels").isNull()).isTrue();
        assertThat(enabled.path("description").stringValue()).isEqualTo("d");
        api.send(PATCH, endpoints + "/q", "{\"url\": null}", UNPROCESSABLE_CONTENT);
        api.send(PATCH, endpoints + "/q", "{\"eventTypes\": []}", UNPROCESSABLE_CONTENT);
    }

    @Test
    void keepsUidsUniqueWithinTheApplicationOnly() {
        api.post(endpoints, Map.of("url", URL, "uid", "u"), CREATED);
        api.post(endpoints, Map.of("url", URL, "uid", "u"), CONFLICT);
        api.post("/api/v1/app", Map.of("name", "other", "uid", "other-app"), CREATED);
        api.post("/api/v1/app/other-app/endpoint", Map.of("url", URL, "uid", "u"), CREATED);
    }

    @Test
    void hidesEndpointsOfOtherApplications() {
        String id = api.post(endpoints, Map.of("url", URL), CREATED).path("id").stringValue();
        api.post("/api/v1/app", Map.of("name", "stranger", "uid", "stranger"), CREATED);

        api.get("/api/v1/app/stranger/endpoint/" + id, NOT_FOUND);
        api.get("/api/v1/app/stranger/endpoint/" + id + "/secret", NOT_FOUND);
        api.send(DELETE, "/api/v1/app/stranger/endpoint/" + id, null, NOT_FOUND);
        api.send(PATCH, "/api/v1/app/stranger/endpoint/" + id, "{}", NOT_FOUND);
        api.get(endpoints + "/" + id, OK);
    }

    @Test
    void forgetsADeletedOne() {
        api.post(endpoints, Map.of("url", URL, "uid", "d"), CREATED);

        api.send(DELETE, endpoints + "/d", null, NO_CONTENT);

        api.get(endpoints + "/d", NOT_FOUND);
        api.send(DELETE, endpoints + "/d", null, NOT_FOUND);
        assertThat(ids(api.get(endpoints, OK))).isEmpty();
        api.post(endpoints, Map.of("url", URL, "uid", "d"), CREATED);
    }

    @Test
    void pagesForwardAndBack() {
        List<String> all = IntStream.range(0, 5)
                .mapToObj(i -> api.post(endpoints, Map.of("url", URL), CREATED)
                        .path("id")
                        .stringValue())
                .toList();

        JsonNode first = api.get(endpoints + "?limit=2", OK);
        api.post(endpoints, Map.of("url", URL), CREATED);
        JsonNode second = api.get(
                endpoints + "?limit=2&iterator=" + first.path("iterator").stringValue(), OK);
        JsonNode back = api.get(
                endpoints + "?limit=2&iterator=" + second.path("prevIterator").stringValue(), OK);
        JsonNode last = api.get(endpoints + "?limit=2&iterator=" + all.get(3), OK);

        assertThat(ids(first)).isEqualTo(all.subList(0, 2));
        assertThat(ids(second)).isEqualTo(all.subList(2, 4));
        assertThat(back.path("data")).isEqualTo(first.path("data"));
        assertThat(back.path("done").booleanValue()).isTrue();
        assertThat(last.path("done").booleanValue()).isTrue();
        assertThat(ids(last)).hasSize(2).startsWith(all.get(4));
    }

    private void catalogue(String... names) {
        for (String name : names) {
            api.post("/api/v1/event-type", Map.of("name", name, "description", "of a test"), CREATED);
        }
    }

    private static List<String> ids(JsonNode page) {
        return StreamSupport.stream(page.path("data").spliterator(), false)
                .map(item -> item.path("id").stringValue())
                .toList();
    }
}
