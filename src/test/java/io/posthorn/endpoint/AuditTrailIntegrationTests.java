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
import static org.springframework.http.HttpStatus.SERVICE_UNAVAILABLE;
import static org.springframework.http.HttpStatus.UNPROCESSABLE_CONTENT;

import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import io.posthorn.postgres.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each change of endpoints, event types and pauses leaves one entry, and what was not done leaves none. */
@PosthornTest
class AuditTrailIntegrationTests {

    private static final String SECRET = "whsec_aHVzaC1odXNoLWh1c2gtaHVzaC1odXNoLWh1c2g=";
    private static final String TYPE = "/api/v1/event-type/";
    private static final String IMPORT = TYPE + "import/openapi";

    @LocalServerPort
    private int port;

    @Autowired
    private TestDatabase database = new TestDatabase("", 0, "", "", "");

    private ApiClient admin = ApiClient.of(0);
    private ApiClient api = ApiClient.of(0);
    private JsonNode key = new JsonMapper().missingNode();
    private String app = "";
    private String path = "";

    @BeforeEach
    void begin() {
        admin = ApiClient.of(port);
        key = admin.post("/api/v1/auth/api-token", Map.of("name", "Ann", "scopes", List.of("manage")), CREATED);
        api = admin.as(key.path("token").stringValue());
        app = idOf(admin.post("/api/v1/app", Map.of("name", "Audited"), CREATED));
        path = "/api/v1/app/" + app + "/endpoint/";
    }

    @Test
    void namesEachChangeOfAnEndpointOnceAndNeverAValue() {
        Map<String, ?> in = Map.of(
                "url", "https://example.com/", "description", "a", "secret", SECRET, "headers", Map.of("x-a", "hush"));
        String id = idOf(api.post(path, in, CREATED));
        String at = path + id;

        expectLast("endpoint.create", id, "description", "headers", "secret", "url");
        api.send(PATCH, at, "{\"description\": \"b\", \"url\": \"https://example.com/\"}", OK);
        expectLast("endpoint.update", id, "description");
        api.send(PUT, at, "{\"url\": \"https://example.com/2\", \"headers\": {\"x-a\": \"hush!\"}}", OK);
        expectLast("endpoint.update", id, "description", "headers", "url");
        api.send(PUT, at + "/headers", "{\"headers\": {\"x-a\": \"hush-hush\"}}", NO_CONTENT);
        expectLast("endpoint.headers.update", id, "headers");
        api.send(PATCH, at + "/headers", "{\"headers\": {\"x-b\": \"hush-hush\"}}", NO_CONTENT);
        expectLast("endpoint.headers.update", id, "headers");
        api.post(at + "/secret/rotate", Map.of("key", SECRET), NO_CONTENT);
        expectLast("endpoint.secret.rotate", id);
        api.post(at + "/secret/expire-old", "", NO_CONTENT);
        expectLast("endpoint.secret.expire-old", id);
        api.send(DELETE, at, null, NO_CONTENT);
        expectLast("endpoint.delete", id);

        List<JsonNode> trail = trail("?subject=" + id);
        assertThat(trail).hasSize(8).allMatch(entry -> app.equals(text(entry, "applicationId")));
        assertThat(trail.toString()).doesNotContain("hush", "example.com", "aHVzaC");
    }

    @Test
    void namesEachFieldOfAnEndpointThatChangesAndNoOther() {
        String id = endpoint();
        api.post("/api/v1/event-type", Map.of("name", "audited.field", "description", "d"), CREATED);
        String all = """
                {"uid": "u", "url": "https://example.com/", "disabled": true, "filterTypes": ["audited.field"],
                 "channels": ["c"], "rateLimit": 3, "metadata": {"k": "v"}, "timeoutSeconds": 7,
                 "retry": {"exponential": {"base": 1.50, "factor": 2, "maxAttempts": 3}}, "form": {"kind": "envelope"},
                 "condition": {"path": "a.b", "operator": "in", "value": [1, "two", 3.50]}}
                """;

        api.send(PATCH, path + id, all, OK);
        expectLast(
                "endpoint.update",
                id,
                "channels",
                "condition",
                "disabled",
                "eventTypes",
                "form",
                "metadata",
                "retry",
                "throttleRate",
                "timeoutSeconds",
                "uid");
        api.send(PATCH, path + id, all, OK);
        expectLast("endpoint.update", id);
        assertThat(trail("?subject=" + id)).hasSize(3);
    }

    @Test
    void keepsNothingThatACallerCallsAField() {
        String id = idOf(api.post(path, "{\"url\": \"https://example.com/\", \"hush\\u0000\": 1}", CREATED));

        expectLast("endpoint.create", id, "url");
        api.send(PATCH, path + id, "{\"hush\\u0000\": 1}", OK);
        expectLast("endpoint.update", id);
    }

    @Test
    void anUpsertLeavesOneEntryWhicheverItDoes() {
        String id = idOf(api.send(PUT, path + "by-uid", "{\"url\": \"https://example.com/\"}", CREATED));

        expectLast("endpoint.create", id, "uid", "url");
        api.send(PUT, path + "by-uid", "{\"url\": \"https://example.com/2\"}", OK);
        expectLast("endpoint.update", id, "url");
        assertThat(trail("?subject=" + id)).hasSize(2);
        api.send(PUT, TYPE + "audited.put", "{\"description\": \"d\"}", CREATED);
        expectLast("event_type.create", "audited.put", "description");
        assertThat(trail("?subject=audited.put")).hasSize(1);
    }

    @Test
    void namesEachChangeOfAnEventType() {
        String name = "audited.type";
        api.post("/api/v1/event-type", Map.of("name", name, "description", "d", "featureFlag", "f"), CREATED);
        expectLast("event_type.create", name, "description", "featureFlags");
        api.send(PATCH, TYPE + name, "{\"description\": \"e\", \"deprecated\": false}", OK);
        expectLast("event_type.update", name, "description");
        api.send(PUT, TYPE + name, "{\"description\": \"e\", \"schemas\": {\"1\": {}}}", OK);
        expectLast("event_type.update", name, "featureFlags", "schemas");
        api.send(DELETE, TYPE + name, null, NO_CONTENT);
        expectLast("event_type.archive", name, "archived");
        api.send(DELETE, TYPE + name + "?expunge=true", null, NO_CONTENT);
        expectLast("event_type.delete", name);

        assertThat(trail("?subject=" + name)).hasSize(5).noneMatch(entry -> entry.hasNonNull("applicationId"));
    }

    @Test
    void anImportLeavesOneEntryForAllAndADryRunNone() {
        String spec = """
                {"spec": {"openapi": "3.1.0", "webhooks": {"audited.b": {"post": {}}, "audited.a": {"post": {}}}},
                 "dryRun": %s}
                """;
        api.post(IMPORT, spec.formatted(true), OK);
        assertThat(trail("?subject=openapi")).isEmpty();
        api.post(IMPORT, spec.formatted(false), OK);

        expectLast("event_type.import", "openapi", "audited.a", "audited.b");
        assertThat(trail("?subject=openapi")).hasSize(1);
        assertThat(trail("?subject=audited.a")).isEmpty();
    }

    @Test
    void namesEachPauseAndItsEndButNoEndOfNone() {
        String id = endpoint();
        String host = "audited.example:443";
        api.post(path + id + "/resume", "{}", NO_CONTENT);
        expectLast("endpoint.create", id, "url");
        api.post(path + id + "/pause", Map.of("reason", "hush"), NO_CONTENT);
        expectLast("endpoint.pause", id, "reason");
        api.post(path + id + "/resume", "{}", NO_CONTENT);
        expectLast("endpoint.resume", id);
        api.post("/api/v1/app/" + app + "/pause", "{}", NO_CONTENT);
        expectLast("application.pause", app);
        api.post("/api/v1/app/" + app + "/resume", "{}", NO_CONTENT);
        expectLast("application.resume", app);
        admin.post("/api/v1/host/" + host + "/pause", "{}", NO_CONTENT);
        admin.post("/api/v1/host/" + host + "/resume", "{}", NO_CONTENT);

        assertThat(trail("?subject=" + host))
                .extracting(entry -> text(entry, "action"))
                .containsExactly("host.resume", "host.pause");
        assertThat(trail("?application=" + app)).hasSize(6);
        assertThat(trail("?application=" + app).toString()).doesNotContain("hush");
    }

    @Test
    void whatIsRefusedLeavesNoEntry() {
        String id = idOf(api.post(path, Map.of("url", "https://example.com/", "uid", "one"), CREATED));
        String other = endpoint();
        String before = newest();

        api.post(path, Map.of("url", "https://example.com/", "uid", "one"), CONFLICT);
        api.send(PATCH, path + other, "{\"uid\": \"one\"}", CONFLICT);
        api.send(PATCH, path + id, "{\"url\": \"no url\"}", UNPROCESSABLE_CONTENT);
        api.send(PATCH, path + "none", "{\"uid\": \"x\"}", NOT_FOUND);
        api.send(PATCH, path + id + "/headers", "{\"headers\": {\"host\": \"x\"}}", UNPROCESSABLE_CONTENT);
        api.send(DELETE, path + "none", null, NOT_FOUND);
        api.send(DELETE, TYPE + "none.such", null, NOT_FOUND);

        assertThat(newest()).isEqualTo(before);
    }

    @Test
    void whatIsRolledBackAfterItsEntryWasWrittenLeavesNone() {
        database.execute("""
                CREATE FUNCTION fail_at_commit() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'not this one'; END $$;
                CREATE CONSTRAINT TRIGGER fail_at_commit AFTER INSERT ON audit_entry
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION fail_at_commit();
                """);
        String before = newest();
        try {
            api.post(path, Map.of("url", "https://example.com/"), SERVICE_UNAVAILABLE);
            api.post("/api/v1/event-type", Map.of("name", "audited.lost", "description", "d"), SERVICE_UNAVAILABLE);
        } finally {
            database.execute("DROP TRIGGER fail_at_commit ON audit_entry; DROP FUNCTION fail_at_commit();");
        }

        assertThat(newest()).isEqualTo(before);
        assertThat(api.get(path, OK).path("data").isEmpty()).isTrue();
        api.get(TYPE + "audited.lost", NOT_FOUND);
    }

    @Test
    void namesTheTokenOfAVisitorOfThePortal() {
        JsonNode access = admin.post("/api/v1/auth/app-portal-access/" + app, Map.of("sessionId", "ann"), OK);
        String token = text(trail("?application=" + app).getFirst(), "subject");
        ApiClient visitor = admin.as(access.path("token").stringValue());

        JsonNode made = visitor.post(path, Map.of("url", "https://example.com/"), CREATED);

        JsonNode entry = trail("?subject=" + idOf(made)).getFirst();
        assertThat(text(entry, "action")).isEqualTo("endpoint.create");
        assertThat(text(entry, "applicationId")).isEqualTo(app);
        assertBy(entry, "portal", "portal ann", token);
        assertThat(text(made, "changedBy")).isEqualTo("portal ann");
    }

    @Test
    void anEndpointShowsWhoChangedItLast() {
        String id = endpoint();
        assertThat(text(api.get(path + id, OK), "changedBy")).isEqualTo("Ann");

        admin.send(PATCH, path + id + "/headers", "{\"headers\": {\"x-a\": \"b\"}}", NO_CONTENT);
        assertThat(text(api.get(path + id, OK), "changedBy")).isEqualTo("admin");
        assertThat(text(api.send(PATCH, path + id, "{}", OK), "changedBy")).isEqualTo("Ann");
    }

    @Test
    void asksForSubjectsOfEveryFormAndNoOthers() {
        admin.get("/api/v1/audit?subject=[2001:db8::1]:443", OK);
        admin.get("/api/v1/audit?subject=a%20b", UNPROCESSABLE_CONTENT);
    }

    private String endpoint() {
        return idOf(api.post(path, Map.of("url", "https://example.com/"), CREATED));
    }

    private void expectLast(String action, String subject, String... fields) {
        JsonNode entry = trail("").getFirst();
        assertThat(text(entry, "action")).isEqualTo(action);
        assertThat(text(entry, "subject")).isEqualTo(subject);
        assertThat(entry.path("fields").valueStream().map(JsonNode::stringValue))
                .containsExactly(fields);
        assertBy(entry, "api_key", "Ann", idOf(key));
    }

    private static void assertBy(JsonNode entry, String kind, String name, String id) {
        assertThat(Stream.of("kind", "name", "id").map(part -> text(entry.path("changedBy"), part)))
                .containsExactly(kind, name, id);
    }

    private String newest() {
        return idOf(trail("").getFirst());
    }

    private List<JsonNode> trail(String query) {
        return StreamSupport.stream(
                        admin.get("/api/v1/audit" + query, OK).path("data").spliterator(), false)
                .toList();
    }

    private static String idOf(JsonNode made) {
        return text(made, "id");
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).stringValue();
    }
}
