package io.posthorn.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.PATCH;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpStatus.ACCEPTED;
import static org.springframework.http.HttpStatus.BAD_REQUEST;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.FORBIDDEN;
import static org.springframework.http.HttpStatus.NOT_FOUND;
import static org.springframework.http.HttpStatus.NO_CONTENT;
import static org.springframework.http.HttpStatus.OK;
import static org.springframework.http.HttpStatus.TOO_MANY_REQUESTS;
import static org.springframework.http.HttpStatus.UNAUTHORIZED;
import static org.springframework.http.HttpStatus.UNPROCESSABLE_CONTENT;

import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import io.posthorn.postgres.TestDatabase;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.JsonNode;

@PosthornTest
class AccessApiIntegrationTests {

    private static final String KEYS = "/api/v1/auth/api-token";
    private static final String MESSAGE = "{\"eventType\": \"a.b\", \"payload\": {}}";
    private static final Duration SECOND = Duration.ofSeconds(1);

    @LocalServerPort
    private int port;

    @Autowired
    private TestDatabase database = new TestDatabase("", 0, "", "", "");

    @Autowired
    private @Nullable AccessUpkeepLifecycle upkeep;

    private ApiClient admin = ApiClient.of(0);

    @BeforeEach
    void connect() {
        admin = ApiClient.of(port);
    }

    @Test
    void showsAKeyOnceAndKeepsOnlyItsHash() {
        JsonNode made = key("ci", "publish");
        String token = made.path("token").stringValue();

        assertThat(token).matches("ph_live_[0-9A-Za-z]{38}");
        JsonNode listed = listed(made.path("id").stringValue());
        assertThat(listed.has("token")).isFalse();
        assertThat(token).startsWith(listed.path("censoredToken").stringValue().substring(0, 11));
        assertThat(database.ask("SELECT k::text FROM access_key k WHERE name = 'ci'"))
                .doesNotContain(token.substring(8))
                .contains(HexFormat.of().formatHex(KeyText.hash(token)));
    }

    @Test
    void eachScopeMayDoItsOwnAndNothingElse() {
        String app = app("scopes");
        ApiClient publish = as(key("p", "publish"));
        ApiClient read = as(key("r", "read"));
        ApiClient manage = as(key("m", "manage"));
        ApiClient all = as(key("a", "admin"));

        publish.post("/api/v1/app/" + app + "/msg", MESSAGE, ACCEPTED);
        publish.get("/api/v1/app", FORBIDDEN);
        read.get("/api/v1/app/" + app, OK);
        read.post("/api/v1/app/" + app + "/msg", MESSAGE, FORBIDDEN);
        manage.post("/api/v1/app", Map.of("name", "by manage"), CREATED);
        manage.get(KEYS, FORBIDDEN);
        all.get(KEYS, OK);
        all.get("/api/v1/organization", FORBIDDEN);
    }

    @Test
    void aRevokedKeyIsRefusedWithinASecond() {
        JsonNode made = key("short", "read");
        ApiClient client = as(made);
        client.get("/api/v1/app", OK);

        admin.post(KEYS + "/" + made.path("id").stringValue() + "/expire", "{}", NO_CONTENT);

        await().atMost(SECOND).untilAsserted(() -> client.get("/api/v1/app", UNAUTHORIZED));
    }

    @Test
    void aRotatedKeyGoesOnForItsGraceBesideItsSuccessor() {
        JsonNode old = key("rotated", "read");
        String path = KEYS + "/" + old.path("id").stringValue() + "/rotate";

        JsonNode second = admin.post(path, Map.of("gracePeriodSeconds", 60), CREATED);
        as(old).get("/api/v1/app", OK);
        as(second).get("/api/v1/app", OK);
        assertThat(second.path("scopes")).isEqualTo(old.path("scopes"));

        admin.post(path, Map.of("gracePeriodSeconds", 0), CREATED);
        await().atMost(SECOND).untilAsserted(() -> as(old).get("/api/v1/app", UNAUTHORIZED));
    }

    @Test
    void aKeyThatIsKeptToApplicationsSeesNoOther() {
        String mine = app("mine-1");
        String other = app("other-1");
        JsonNode made = admin.post(
                KEYS, Map.of("name", "kept", "scopes", List.of("manage"), "applications", List.of(mine)), CREATED);
        ApiClient kept = as(made);

        kept.get("/api/v1/app/" + mine, OK);
        kept.get("/api/v1/app/" + other, NOT_FOUND);
        assertThat(uids(kept.get("/api/v1/app", OK))).containsExactly(mine);
        kept.post("/api/v1/app/" + mine + "/msg", MESSAGE, ACCEPTED);
        kept.post("/api/v1/app/" + other + "/msg", MESSAGE, NOT_FOUND);
        kept.post("/api/v1/app", Map.of("name", "new"), FORBIDDEN);
        admin.post(
                KEYS,
                Map.of("name", "x", "scopes", List.of("admin"), "applications", List.of(mine)),
                UNPROCESSABLE_CONTENT);
        admin.post(KEYS, Map.of("name", "x", "scopes", List.of("read"), "applications", List.of("nobody")), NOT_FOUND);
    }

    @Test
    void refusesKeysThatCannotBe() {
        admin.post(KEYS, Map.of("name", "x", "scopes", List.of("root")), UNPROCESSABLE_CONTENT);
        admin.post(KEYS, Map.of("name", "x"), UNPROCESSABLE_CONTENT);
        admin.post(
                KEYS,
                Map.of("name", "x", "scopes", List.of("read"), "expiresAt", "2020-01-01T00:00:00Z"),
                UNPROCESSABLE_CONTENT);
    }

    @Test
    void notesWhenAKeyWasUsed() {
        JsonNode made = key("used", "read");
        as(made).get("/api/v1/app", OK);

        Objects.requireNonNull(upkeep).keepUp().toFuture().join();

        assertThat(listed(made.path("id").stringValue()).path("lastUsedAt").isString())
                .isTrue();
    }

    @Test
    void aLimitedKeyIsToldToComeLater() {
        JsonNode made =
                admin.post(KEYS, Map.of("name", "slow", "scopes", List.of("read"), "requestsPerSecond", 2), CREATED);
        List<Integer> statuses =
                IntStream.range(0, 12).map(_ -> status(made)).boxed().toList();

        assertThat(statuses).contains(200, TOO_MANY_REQUESTS.value());
        admin.anonymous()
                .get()
                .uri("/api/v1/app")
                .header("Authorization", "Bearer " + made.path("token").stringValue())
                .exchange()
                .expectHeader()
                .valueEquals("RateLimit-Policy", "\"key\";q=2;w=1")
                .expectHeader()
                .valueMatches("RateLimit", "\"key\";r=[0-2];t=1");
    }

    @Test
    void aPortalVisitorSeesItsOwnApplicationsAndNoKeyOfOthers() {
        String mine = app("portal-1");
        String second = app("portal-2");
        String other = app("portal-3");
        JsonNode access =
                admin.post("/api/v1/auth/app-portal-access/" + mine, Map.of("applications", List.of(second)), OK);
        ApiClient visitor = admin.as(access.path("token").stringValue());

        assertThat(access.path("url").stringValue())
                .isEqualTo("http://localhost:" + port + "/login#key="
                        + access.path("token").stringValue());
        assertThat(uids(visitor.get("/api/v1/app", OK))).containsExactlyInAnyOrder(mine, second);
        visitor.get("/api/v1/app/" + other, NOT_FOUND);
        visitor.get("/api/v1/app/" + other + "/endpoint", NOT_FOUND);
        visitor.post("/api/v1/app/" + mine + "/endpoint", Map.of("url", "https://example.com/"), CREATED);
        visitor.post("/api/v1/app/" + mine + "/msg", MESSAGE, FORBIDDEN);
        visitor.send(PATCH, "/api/v1/app/" + mine, "{\"name\": \"x\"}", FORBIDDEN);
        visitor.send(DELETE, "/api/v1/app/" + mine, null, FORBIDDEN);
        visitor.post("/api/v1/auth/app-portal-access/" + mine, "{}", FORBIDDEN);
        visitor.get(KEYS, FORBIDDEN);
    }

    @Test
    void capabilitiesSayWhatAVisitorMayDo() {
        String app = app("capable");
        String endpoint = admin.post("/api/v1/app/" + app + "/endpoint", Map.of("url", "https://example.com/"), CREATED)
                .path("id")
                .stringValue();
        String secret = "/api/v1/app/" + app + "/endpoint/" + endpoint + "/secret";
        ApiClient readOnly = visitor(app, Map.of("readOnly", true));
        ApiClient viewer = visitor(app, Map.of("capabilities", List.of("ViewBase", "ViewEndpointSecret")));
        ApiClient rotator = visitor(app, Map.of("capabilities", List.of("ViewBase", "ManageEndpointSecret")));

        readOnly.get("/api/v1/app/" + app + "/endpoint", OK);
        readOnly.get(secret, FORBIDDEN);
        viewer.get(secret, OK);
        viewer.post(secret + "/rotate", "{}", FORBIDDEN);
        rotator.post(secret + "/rotate", "{}", NO_CONTENT);
        rotator.send(DELETE, "/api/v1/app/" + app + "/endpoint/" + endpoint, null, FORBIDDEN);
        refusesPortal(app, Map.of("capabilities", List.of("ViewEndpointSecret")));
        refusesPortal(app, Map.of("capabilities", List.of("ViewBase", "Fly")));
        refusesPortal(app, Map.of("expiry", 60));
        refusesPortal(app, Map.of("sessionId", "not a word"));
    }

    @Test
    void makesTheApplicationWithTheWayIntoIt() {
        ApiClient visitor = visitor("made-on-the-way", Map.of("application", Map.of("name", "Made")));

        assertThat(uids(visitor.get("/api/v1/app", OK))).containsExactly("made-on-the-way");
        admin.post("/api/v1/auth/app-portal-access/never-made", "{}", NOT_FOUND);
    }

    @Test
    void logoutEndsTheTokenAndNothingElse() {
        String app = app("logout");
        ApiClient visitor = visitor(app, Map.of());
        ApiClient second = visitor(app, Map.of());
        visitor.get("/api/v1/app", OK);

        visitor.send(POST, "/api/v1/auth/logout", null, NO_CONTENT);

        await().atMost(SECOND).untilAsserted(() -> visitor.get("/api/v1/app", UNAUTHORIZED));
        second.get("/api/v1/app", OK);
        as(key("no logout", "read")).post("/api/v1/auth/logout", "{}", BAD_REQUEST);
    }

    @Test
    void expiresTheTokensOfOneSessionOrOfAll() {
        String app = app("expire-all");
        ApiClient ann = visitor(app, Map.of("sessionId", "ann"));
        ApiClient bob = visitor(app, Map.of("sessionId", "bob"));
        String path = "/api/v1/auth/app/" + app + "/expire-all";

        admin.post(path, Map.of("expiry", 0, "sessionIds", List.of("ann")), NO_CONTENT);
        await().atMost(SECOND).untilAsserted(() -> ann.get("/api/v1/app", UNAUTHORIZED));
        bob.get("/api/v1/app", OK);
        admin.post(path, "{}", NO_CONTENT);
        await().atMost(SECOND).untilAsserted(() -> bob.get("/api/v1/app", UNAUTHORIZED));
    }

    @Test
    void organizationsDoNotSeeEachOther() {
        String app = app("tenant-1");
        JsonNode organization = admin.post("/api/v1/organization", Map.of("name", "Other"), CREATED);
        String id = organization.path("id").stringValue();
        JsonNode made = admin.post(
                "/api/v1/organization/" + id + "/api-token",
                Map.of("name", "root", "scopes", List.of("admin")),
                CREATED);
        ApiClient other = as(made);

        assertThat(other.get("/api/v1/app", OK).path("data").isEmpty()).isTrue();
        assertThat(other.get("/api/v1/app/" + app, NOT_FOUND)).isEqualTo(other.get("/api/v1/app/" + app, NOT_FOUND));
        other.post("/api/v1/app", Map.of("name", "Theirs", "uid", app), CREATED);
        assertThat(admin.send(PATCH, "/api/v1/organization/" + id, "{\"name\": \"New\"}", OK)
                        .path("name")
                        .stringValue())
                .isEqualTo("New");
        admin.get("/api/v1/organization/org_000000000000000000000000000", NOT_FOUND);
        other.get("/api/v1/organization/" + id, FORBIDDEN);
    }

    @Test
    void theAuditTrailSaysWhoChangedWhichFields() {
        JsonNode made = key("Ann's key", "manage");
        ApiClient ann = as(made);
        JsonNode app = ann.post("/api/v1/app", Map.of("name", "Audited", "uid", "audited"), CREATED);
        String id = app.path("id").stringValue();
        ann.send(PATCH, "/api/v1/app/audited", "{\"name\": \"Renamed\", \"throttleRate\": 5}", OK);

        JsonNode entries = admin.get("/api/v1/audit?application=" + id, OK).path("data");
        assertThat(entries).hasSize(2);
        assertThat(entries.get(0).path("action").stringValue()).isEqualTo("application.update");
        assertThat(entries.get(0).path("fields").toString()).isEqualTo("[\"name\",\"throttleRate\"]");
        assertThat(entries.get(0).path("changedBy").path("name").stringValue()).isEqualTo("Ann's key");
        assertThat(entries.get(0).path("changedBy").path("id")).isEqualTo(made.path("id"));
        assertThat(entries.get(1).path("action").stringValue()).isEqualTo("application.create");
        assertThat(entries.toString()).doesNotContain("Renamed");
        assertThat(admin.get("/api/v1/app/audited", OK).path("changedBy").stringValue())
                .isEqualTo("Ann's key");
        assertThat(admin.get("/api/v1/audit?subject=" + made.path("id").stringValue(), OK)
                        .path("data")
                        .get(0)
                        .path("action")
                        .stringValue())
                .isEqualTo("api_key.create");
        ann.get("/api/v1/audit", FORBIDDEN);
    }

    @Test
    void aChangeThatIsRolledBackLeavesNoEntry() {
        app("taken-twice");
        admin.post("/api/v1/app", Map.of("name", "x", "uid", "taken-twice"), HttpStatus.CONFLICT);

        assertThat(StreamSupport.stream(
                                admin.get("/api/v1/audit?limit=250", OK)
                                        .path("data")
                                        .spliterator(),
                                false)
                        .filter(entry -> entry.path("fields").toString().contains("uid"))
                        .map(entry -> entry.path("applicationId").stringValue())
                        .toList())
                .doesNotHaveDuplicates();
    }

    private int status(JsonNode made) {
        return admin.anonymous()
                .get()
                .uri("/api/v1/app")
                .header("Authorization", "Bearer " + made.path("token").stringValue())
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }

    private ApiClient visitor(String app, Map<String, ?> wanted) {
        return admin.as(admin.post("/api/v1/auth/app-portal-access/" + app, wanted, OK)
                .path("token")
                .stringValue());
    }

    private void refusesPortal(String app, Map<String, ?> wanted) {
        admin.post("/api/v1/auth/app-portal-access/" + app, wanted, UNPROCESSABLE_CONTENT);
    }

    private JsonNode key(String name, String scope) {
        return admin.post(KEYS, Map.of("name", name, "scopes", List.of(scope)), CREATED);
    }

    private ApiClient as(JsonNode made) {
        return admin.as(made.path("token").stringValue());
    }

    private JsonNode listed(String id) {
        return StreamSupport.stream(
                        admin.get(KEYS + "?limit=250", OK).path("data").spliterator(), false)
                .filter(item -> item.path("id").stringValue().equals(id))
                .findAny()
                .orElseThrow();
    }

    private String app(String uid) {
        admin.post("/api/v1/app?get_if_exists=true", Map.of("name", uid, "uid", uid), CREATED);
        return uid;
    }

    private static List<String> uids(JsonNode page) {
        return StreamSupport.stream(page.path("data").spliterator(), false)
                .map(item -> item.path("uid").stringValue())
                .toList();
    }
}
