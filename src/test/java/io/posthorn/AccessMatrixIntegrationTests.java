package io.posthorn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.NO_CONTENT;
import static org.springframework.http.HttpStatus.OK;

import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.receiver.ScriptedReceiver;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** Every operation there is, tried by everybody there can be, on what is theirs, another's and nobody's. */
@PosthornTest
@TestPropertySource(properties = "posthorn.egress.allowed-networks=127.0.0.0/8")
class AccessMatrixIntegrationTests {

    private static final Set<Permission> VISITOR = EnumSet.of(
            Permission.READ,
            Permission.MANAGE_ENDPOINTS,
            Permission.READ_SECRETS,
            Permission.ROTATE_SECRETS,
            Permission.CREATE_ATTEMPTS);

    private static final Map<String, Set<Permission>> ROLES = Map.of(
            "operator", EnumSet.allOf(Permission.class),
            "admin", EnumSet.complementOf(EnumSet.of(Permission.OPERATE)),
            "manage", EnumSet.complementOf(EnumSet.of(Permission.OPERATE, Permission.ADMIN)),
            "publish", EnumSet.of(Permission.PUBLISH),
            "read", EnumSet.of(Permission.READ),
            "visitor", VISITOR,
            "read-only visitor", EnumSet.of(Permission.READ));

    /** Whoever of another organization tries what is not theirs; operators make organizations and see all of them. */
    private static final List<String> TENANTS = List.of("admin", "manage", "read", "publish", "visitor");

    private static final Set<String> OF_AN_APPLICATION = Set.of("app_id", "endpoint_id", "msg_id", "attempt_id");

    private static final String ENDPOINT = "POST /api/v1/app/{app_id}/endpoint/{endpoint_id}/";
    private static final String EVER = "{\"since\": \"2020-01-01T00:00:00Z\"}";

    /** Bodies that would be taken, where without one the request would be refused before anything is looked up. */
    private static final Map<String, String> BODIES = Map.ofEntries(
            Map.entry("POST /api/v1/app/{app_id}/msg", "{\"eventType\": \"a.b\", \"payload\": {}}"),
            Map.entry("POST /api/v1/app/{app_id}/msg/batch", "[{\"eventType\": \"a.b\", \"payload\": {}}]"),
            Map.entry("POST /api/v1/app/{app_id}/endpoint", "{\"url\": \"https://example.com/\"}"),
            Map.entry("PUT /api/v1/app/{app_id}/endpoint/{endpoint_id}", "{\"url\": \"https://example.com/\"}"),
            Map.entry("PUT /api/v1/app/{app_id}/endpoint/{endpoint_id}/headers", "{\"headers\": {}}"),
            Map.entry("PATCH /api/v1/app/{app_id}/endpoint/{endpoint_id}/headers", "{\"headers\": {}}"),
            Map.entry(
                    "POST /api/v1/app/{app_id}/delivery/handle",
                    "{\"deliveries\": [{\"msgId\": \"m\", \"endpointId\": \"e\"}]}"),
            Map.entry(
                    "POST /api/v1/app/{app_id}/delivery/resend",
                    "{\"deliveries\": [{\"msgId\": \"m\", \"endpointId\": \"e\"}]}"),
            Map.entry("POST /api/v1/app/{app_id}/delivery/handle-all", EVER),
            Map.entry("POST /api/v1/app/{app_id}/msg/precheck/active", "{\"eventType\": \"a.b\"}"),
            Map.entry(ENDPOINT + "cancel-msgs", "{\"createdBefore\": \"2020-01-01T00:00:00Z\"}"),
            Map.entry(ENDPOINT + "send-example", "{\"eventType\": \"a.b\"}"),
            Map.entry(ENDPOINT + "recover", EVER),
            Map.entry(ENDPOINT + "bulk-replay", EVER),
            Map.entry(ENDPOINT + "replay-missing", EVER),
            Map.entry("PUT /api/v1/operational-webhook/endpoint/{endpoint_id}", "{\"url\": \"https://example.com/\"}"),
            Map.entry("PUT /api/v1/operational-webhook/endpoint/{endpoint_id}/headers", "{\"headers\": {}}"),
            Map.entry("PUT /api/v1/app/{app_id}", "{\"name\": \"taken\"}"),
            Map.entry("PATCH /api/v1/organization/{organization_id}", "{\"name\": \"taken\"}"));

    /** Where others can be named elsewhere than in the path. */
    private static final List<Operation> ELSEWHERE = List.of(
            new Operation(
                    HttpMethod.GET,
                    "/api/v1/app/{app_id}/attempt/msg/{msg_id}?endpoint_id={endpoint_id}",
                    Permission.READ),
            new Operation(
                    HttpMethod.POST,
                    "/api/v1/auth/api-token",
                    Permission.ADMIN,
                    "{\"name\": \"x\", \"scopes\": [\"read\"], \"applications\": [\"{app_id}\"]}"));

    private static final Operation KEYS = new Operation(HttpMethod.GET, "/api/v1/auth/api-token", Permission.ADMIN);

    @LocalServerPort
    private int port;

    @Autowired
    private @Nullable RequestMappingHandlerMapping requestMappingHandlerMapping;

    private final ScriptedReceiver receiver = ScriptedReceiver.start();
    private ApiClient operator = ApiClient.of(0);
    private final Map<String, String> keys = new LinkedHashMap<>();
    private final Belongings nobodys = Belongings.ofNobody();
    private Belongings own = nobodys;
    private Belongings sibling = nobodys;
    private Belongings foreign = nobodys;
    private String foreignKey = "";

    @BeforeEach
    void twoTenants() {
        operator = ApiClient.of(port);
        String here = newOrganization();
        String there = newOrganization();
        ApiClient admin = operator.as(key(here, "admin"));
        foreignKey = key(there, "admin");
        own = Belongings.make(admin, here, receiver.url("/own"), "own.event");
        sibling = own.sibling(admin, receiver.url("/sibling"));
        foreign = Belongings.make(operator.as(foreignKey), there, receiver.url("/foreign"), "foreign.event");
        keys.put("operator", operator.key());
        for (String scope : List.of("admin", "manage", "publish", "read")) {
            keys.put(scope, key(here, scope));
        }
        String portal = "/api/v1/auth/app-portal-access/" + own.of("app_id");
        keys.put("visitor", token(admin.post(portal, "{}", OK)));
        keys.put("read-only visitor", token(admin.post(portal, "{\"readOnly\": true}", OK)));
    }

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    @AfterEach
    void letEverythingGoOn() {
        operator.send(HttpMethod.POST, "/api/v1/resume", null, NO_CONTENT);
    }

    @Test
    void everyOperationLetsInExactlyThoseWhoMay() {
        SoftAssertions softly = new SoftAssertions();
        for (Operation operation : operations()) {
            softly.assertThat(status(operation, nobodys, null))
                    .as("%s without a key", operation)
                    .isEqualTo(401);
            ROLES.forEach((role, permissions) -> {
                int status = status(operation, nobodys, keys.get(role));
                boolean may = permissions.contains(operation.needs());
                softly.assertThat(status == 403)
                        .as("%s by %s was answered %s", operation, role, status)
                        .isEqualTo(!may);
                softly.assertThat(status)
                        .as("%s by %s", operation, role)
                        .isLessThan(500)
                        .isNotEqualTo(401);
            });
        }
        softly.assertAll();
    }

    /** Proves that what the other tests look for in vain is there. */
    @Test
    void everybodyReadsWhatIsTheirOwn() {
        SoftAssertions softly = new SoftAssertions();
        for (Operation operation : readings()) {
            for (String role : TENANTS) {
                int expected = may(role, operation) ? 200 : 403;
                softly.assertThat(status(operation, own, keys.get(role)))
                        .as("%s by %s", operation, role)
                        .isEqualTo(expected);
            }
        }
        assertForeignIsUntouched(softly);
        softly.assertAll();
    }

    @Test
    void whatIsAnothersLooksLikeWhatIsNobodys() {
        SoftAssertions softly = new SoftAssertions();
        for (Operation operation : operations()) {
            for (String place : operation.places()) {
                for (String role : TENANTS) {
                    compare(softly, operation, role, own.with(place, foreign), own.with(place, nobodys));
                    compare(softly, operation, role, foreign, nobodys);
                    if (isHidden(place, role)) {
                        compare(softly, operation, role, own.with(place, sibling), own.with(place, nobodys));
                    }
                }
            }
        }
        assertForeignIsUntouched(softly);
        softly.assertAll();
    }

    /** Their endpoints are others than those of applications; {@code OperationalWebhooksIntegrationTests} has them. */
    private static final String OPERATIONAL = "/api/v1/operational-webhook/";

    private static boolean may(String role, Operation operation) {
        return ROLES.getOrDefault(role, Set.of()).contains(operation.needs());
    }

    /** Within an organization applications are open to all keys, but what is in one is not in another. */
    private static boolean isHidden(String place, String role) {
        return OF_AN_APPLICATION.contains(place) && (!place.equals("app_id") || role.equals("visitor"));
    }

    private void compare(
            SoftAssertions softly, Operation operation, String role, Belongings others, Belongings unknown) {
        EntityExchangeResult<byte[]> theirs = send(operation, others, keys.get(role));
        EntityExchangeResult<byte[]> nobodys = send(operation, unknown, keys.get(role));
        String what = operation.path(others) + " (" + operation + ") by " + role;
        boolean may = may(role, operation);
        if (!operation.makesWhatIsMissing()) {
            softly.assertThat(theirs.getStatus().value()).as(what).isEqualTo(may ? 404 : 403);
        }
        softly.assertThat(theirs.getStatus()).as(what).isEqualTo(nobodys.getStatus());
        softly.assertThat(others.hide(text(theirs))).as(what).isEqualTo(unknown.hide(text(nobodys)));
    }

    private void assertForeignIsUntouched(SoftAssertions softly) {
        for (Operation operation : readings()) {
            softly.assertThat(status(operation, foreign, foreignKey))
                    .as("%s by those whose it is", operation)
                    .isEqualTo(200);
        }
        softly.assertThat(text(send(KEYS, foreign, foreignKey)))
                .as("keys of the other organization")
                .contains(foreign.of("key_id"))
                .doesNotContain("\"expiresAt\":\"");
    }

    /** What reads one thing or what belongs to it, except what operators read. */
    private List<Operation> readings() {
        return operations().stream()
                .filter(operation -> operation.method() == HttpMethod.GET)
                .filter(operation -> !operation.places().isEmpty() && operation.needs() != Permission.OPERATE)
                .filter(operation -> !operation.pattern().startsWith(OPERATIONAL))
                .toList();
    }

    private List<Operation> operations() {
        List<Operation> operations = new ArrayList<>(ELSEWHERE);
        Objects.requireNonNull(requestMappingHandlerMapping).getHandlerMethods().forEach((info, handler) -> {
            Requires requires = handler.getMethodAnnotation(Requires.class);
            for (var pattern : info.getPatternsCondition().getPatterns()) {
                for (var method : info.getMethodsCondition().getMethods()) {
                    if (requires != null
                            && pattern.getPatternString().startsWith("/api/v1/")
                            && !pattern.getPatternString().endsWith("/logout")) {
                        operations.add(new Operation(
                                HttpMethod.valueOf(method.name()), pattern.getPatternString(), requires.value()));
                    }
                }
            }
        });
        assertThat(operations).hasSizeGreaterThan(75);
        return operations;
    }

    private int status(Operation operation, Belongings ids, @Nullable String key) {
        return send(operation, ids, key).getStatus().value();
    }

    private EntityExchangeResult<byte[]> send(Operation operation, Belongings ids, @Nullable String key) {
        WebTestClient.RequestBodySpec request =
                operator.anonymous().method(operation.method()).uri(operation.path(ids));
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        if (operation.method() != HttpMethod.GET && operation.method() != HttpMethod.DELETE) {
            request.contentType(MediaType.APPLICATION_JSON).bodyValue(ids.fill(operation.body()));
        }
        try {
            return request.exchange().expectBody().returnResult();
        } catch (RuntimeException unanswered) {
            throw new AssertionError(operation + " was not answered", unanswered);
        }
    }

    private String newOrganization() {
        return operator.post("/api/v1/organization", Map.of("name", "Tenant"), CREATED)
                .path("id")
                .stringValue();
    }

    private String key(String organization, String scope) {
        return token(operator.post(
                "/api/v1/organization/" + organization + "/api-token",
                Map.of("name", scope, "scopes", List.of(scope)),
                CREATED));
    }

    private static String token(JsonNode made) {
        return made.path("token").stringValue();
    }

    private static String text(EntityExchangeResult<byte[]> answer) {
        byte[] body = answer.getResponseBody();
        return body == null ? "" : new String(body, StandardCharsets.UTF_8);
    }

    private record Operation(HttpMethod method, String pattern, Permission needs, String body) {

        private static final Pattern PLACE = Pattern.compile("\\{([a-z_]+)}");

        Operation(HttpMethod method, String pattern, Permission needs) {
            this(method, pattern, needs, BODIES.getOrDefault(method + " " + pattern, "{}"));
        }

        /** The names of what is named in the path or the body, but for hosts, which belong to nobody. */
        List<String> places() {
            return PLACE.matcher(pattern + (body.contains("{app_id}") ? body : ""))
                    .results()
                    .map(found -> found.group(1))
                    .filter(place -> place.endsWith("_id") || place.endsWith("_name"))
                    .toList();
        }

        boolean makesWhatIsMissing() {
            return toString().equals("PUT /api/v1/event-type/{event_type_name}");
        }

        String path(Belongings ids) {
            return ids.fill(pattern);
        }

        @Override
        public String toString() {
            return method + " " + pattern;
        }
    }
}
