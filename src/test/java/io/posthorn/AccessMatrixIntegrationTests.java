package io.posthorn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.OK;

import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.id.IdKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** Every operation there is, tried by everybody there can be, on what is theirs, another's and nobody's. */
@PosthornTest
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

    private static final UUID NOBODYS = UUID.fromString("019a0000-0000-7000-8000-00000000abcd");

    @LocalServerPort
    private int port;

    @Autowired
    private @Nullable RequestMappingHandlerMapping requestMappingHandlerMapping;

    private ApiClient operator = ApiClient.of(0);
    private final Map<String, String> keys = new LinkedHashMap<>();
    private Ids own = new Ids("", "");
    private Ids foreign = new Ids("", "");

    @BeforeEach
    void twoTenants() {
        operator = ApiClient.of(port);
        own = tenant(operator);
        String organization = operator.post("/api/v1/organization", Map.of("name", "Other"), CREATED)
                .path("id")
                .stringValue();
        foreign = tenant(operator.as(token(operator.post(
                "/api/v1/organization/" + organization + "/api-token",
                Map.of("name", "theirs", "scopes", List.of("admin")),
                CREATED))));
        keys.put("operator", operator.key());
        for (String scope : List.of("admin", "manage", "publish", "read")) {
            keys.put(
                    scope,
                    token(operator.post(
                            "/api/v1/auth/api-token", Map.of("name", scope, "scopes", List.of(scope)), CREATED)));
        }
        String portal = "/api/v1/auth/app-portal-access/" + own.application();
        keys.put("visitor", token(operator.post(portal, "{}", OK)));
        keys.put("read-only visitor", token(operator.post(portal, "{\"readOnly\": true}", OK)));
    }

    @Test
    void everyOperationLetsInExactlyThoseWhoMay() {
        SoftAssertions softly = new SoftAssertions();
        for (Operation operation : operations()) {
            String path = operation.path(new Ids(IdKind.APPLICATION.format(NOBODYS), IdKind.ENDPOINT.format(NOBODYS)));
            softly.assertThat(status(operation, path, null))
                    .as("%s without a key", operation)
                    .isEqualTo(401);
            ROLES.forEach((role, permissions) -> {
                int status = status(operation, path, keys.get(role));
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

    @Test
    void whatIsAnothersLooksLikeWhatIsNobodys() {
        SoftAssertions softly = new SoftAssertions();
        Ids nobodys = new Ids(IdKind.APPLICATION.format(NOBODYS), IdKind.ENDPOINT.format(NOBODYS));
        for (Operation operation : operations()) {
            if (operation.pattern().contains("{app_id}")) {
                compare(softly, operation, foreign, nobodys);
            }
            if (operation.pattern().contains("{endpoint_id}")) {
                compare(
                        softly,
                        operation,
                        new Ids(own.application(), foreign.endpoint()),
                        new Ids(own.application(), nobodys.endpoint()));
            }
        }
        softly.assertAll();
    }

    private void compare(SoftAssertions softly, Operation operation, Ids others, Ids nobodys) {
        for (String role : List.of("admin", "manage", "visitor")) {
            EntityExchangeResult<byte[]> theirs = send(operation, operation.path(others), keys.get(role));
            EntityExchangeResult<byte[]> unknown = send(operation, operation.path(nobodys), keys.get(role));
            softly.assertThat(theirs.getStatus())
                    .as("%s by %s", operation, role)
                    .isEqualTo(unknown.getStatus());
            softly.assertThat(text(theirs, others))
                    .as("%s by %s", operation, role)
                    .isEqualTo(text(unknown, nobodys));
            softly.assertThat(theirs.getStatus().is2xxSuccessful())
                    .as("%s by %s went through", operation, role)
                    .isFalse();
        }
    }

    private static String text(EntityExchangeResult<byte[]> answer, Ids ids) {
        return new String(answer.getResponseBodyContent(), StandardCharsets.UTF_8)
                .replace(ids.application(), "APP")
                .replace(ids.endpoint(), "EP");
    }

    private List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
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
        assertThat(operations).hasSizeGreaterThan(40);
        return operations;
    }

    private int status(Operation operation, String path, @Nullable String key) {
        return send(operation, path, key).getStatus().value();
    }

    private EntityExchangeResult<byte[]> send(Operation operation, String path, @Nullable String key) {
        WebTestClient.RequestBodySpec request =
                operator.anonymous().method(operation.method()).uri(path);
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        if (operation.method() != HttpMethod.GET && operation.method() != HttpMethod.DELETE) {
            request.contentType(MediaType.APPLICATION_JSON).bodyValue("{}");
        }
        return request.exchange().expectBody().returnResult();
    }

    private static Ids tenant(ApiClient client) {
        String application = client.post("/api/v1/app", Map.of("name", "tenant"), CREATED)
                .path("id")
                .stringValue();
        String endpoint = client.post(
                        "/api/v1/app/" + application + "/endpoint", Map.of("url", "https://example.com/"), CREATED)
                .path("id")
                .stringValue();
        return new Ids(application, endpoint);
    }

    private static String token(JsonNode made) {
        return made.path("token").stringValue();
    }

    private record Ids(String application, String endpoint) {}

    private record Operation(HttpMethod method, String pattern, Permission needs) {

        String path(Ids ids) {
            return pattern.replace("{app_id}", ids.application())
                    .replace("{endpoint_id}", ids.endpoint())
                    .replaceAll("\\{[^}]+}", "unknown");
        }

        @Override
        public String toString() {
            return method + " " + pattern;
        }
    }
}
