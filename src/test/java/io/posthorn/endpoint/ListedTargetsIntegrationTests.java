package io.posthorn.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.PATCH;
import static org.springframework.http.HttpStatus.ACCEPTED;
import static org.springframework.http.HttpStatus.BAD_REQUEST;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.FORBIDDEN;
import static org.springframework.http.HttpStatus.NOT_FOUND;
import static org.springframework.http.HttpStatus.NO_CONTENT;
import static org.springframework.http.HttpStatus.OK;
import static org.springframework.http.HttpStatus.UNPROCESSABLE_CONTENT;

import io.posthorn.ApiClient;
import io.posthorn.OtherNode;
import io.posthorn.PosthornTest;
import io.posthorn.receiver.ScriptedReceiver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpStatus;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Targets that operators allow one organization, and deny all: wherever a URL is judged, and on all nodes. */
@PosthornTest
@DirtiesContext
@TestPropertySource(properties = "posthorn.retry.schedule=200ms,200ms,200ms,200ms,200ms,200ms,200ms,200ms,200ms,200ms")
class ListedTargetsIntegrationTests {

    private static final String MESSAGE = "{\"eventType\":\"thing.done\",\"payload\":{}}";
    private static final String DENIED = "/api/v1/denied-target";

    @LocalServerPort
    private int port;

    @Autowired
    private Environment environment;

    private final ScriptedReceiver receiver = ScriptedReceiver.start();
    private ApiClient operator = ApiClient.of(0);
    private Tenant acme = new Tenant("", ApiClient.of(0), "");
    private Tenant other = new Tenant("", ApiClient.of(0), "");

    /** An organization with an application. */
    private record Tenant(String id, ApiClient api, String app) {

        String allowed() {
            return "/api/v1/organization/" + id + "/allowed-target";
        }

        String endpoints() {
            return "/api/v1/app/" + app + "/endpoint";
        }

        JsonNode create(String url, HttpStatus expected) {
            return api.post(endpoints(), Map.of("url", url), expected);
        }
    }

    @BeforeEach
    void twoOrganizations() {
        operator = ApiClient.of(port);
        acme = tenant("Acme");
        other = tenant("Other");
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    private Tenant tenant(String name) {
        String id = text(operator.post("/api/v1/organization", Map.of("name", name), CREATED), "id");
        JsonNode key = operator.post(
                "/api/v1/organization/" + id + "/api-token",
                Map.of("name", "admin of " + name, "scopes", List.of("admin")),
                CREATED);
        ApiClient api = operator.as(text(key, "token"));
        return new Tenant(id, api, text(api.post("/api/v1/app", Map.of("name", name), CREATED), "id"));
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).stringValue();
    }

    private String target() {
        return "127.0.0.1:" + receiver.port();
    }

    @Test
    void anAllowanceOpensTheDoorForItsOrganizationAndForNoOther() {
        assertThat(acme.create(receiver.url("/a"), UNPROCESSABLE_CONTENT).toString())
                .contains("not allowed");
        JsonNode listed = operator.post(acme.allowed(), Map.of("target", target(), "reason", "their cluster"), CREATED);
        assertThat(text(listed, "target")).isEqualTo(target());

        String endpoint = text(acme.create(receiver.url("/a"), CREATED), "id");
        assertThat(other.create(receiver.url("/b"), UNPROCESSABLE_CONTENT).toString())
                .contains("not allowed")
                .doesNotContain("127.0.0.0/8");
        acme.api().post("/api/v1/app/" + acme.app() + "/msg", MESSAGE, ACCEPTED);
        receiver.awaitRequests(1);

        assertThat(testSend(acme).toString()).contains("\"status\":200");
        assertThat(operator.get(acme.allowed(), OK).at("/data/0/reason").stringValue())
                .isEqualTo("their cluster");
        assertThat(operator.get(other.allowed(), OK).path("data")).isEmpty();
        assertThat(endpoint).startsWith("ep_");
    }

    private JsonNode testSend(Tenant tenant) {
        return tenant.api()
                .post("/api/v1/app/" + tenant.app() + "/endpoint/test", Map.of("url", receiver.url("/test")), OK);
    }

    @Test
    void whatIsAllowedNoMoreIsRefusedToWhatIsSavedAlready() {
        JsonNode listed = operator.post(acme.allowed(), Map.of("target", target()), CREATED);
        String endpoint = text(acme.create(receiver.url("/a"), CREATED), "id");
        acme.api().post("/api/v1/app/" + acme.app() + "/msg", MESSAGE, ACCEPTED);
        receiver.awaitRequests(1);

        operator.send(DELETE, acme.allowed() + "/" + text(listed, "id"), null, NO_CONTENT);

        acme.api().post("/api/v1/app/" + acme.app() + "/msg", MESSAGE, ACCEPTED);
        await().atMost(Duration.ofSeconds(10)).until(() -> acme.api()
                .get("/api/v1/app/" + acme.app() + "/attempt/endpoint/" + endpoint + "?status=2", OK)
                .toString()
                .contains("not allowed"));
        assertThat(receiver.requests("/a")).hasSize(1);
        acme.api().send(PATCH, acme.endpoints() + "/" + endpoint, "{\"description\": \"kept\"}", OK);
        acme.api()
                .send(
                        PATCH,
                        acme.endpoints() + "/" + endpoint,
                        "{\"url\": \"" + receiver.url("/c") + "\"}",
                        UNPROCESSABLE_CONTENT);
        operator.send(DELETE, acme.allowed() + "/" + text(listed, "id"), null, NOT_FOUND);
    }

    @Test
    void whatIsDeniedIsRefusedToThoseWhoAreAllowedIt() {
        operator.post(acme.allowed(), Map.of("target", "127.0.0.0/8"), CREATED);
        String id = text(operator.post(DENIED, Map.of("target", target(), "reason", "incident 7"), CREATED), "id");
        try {
            acme.create(receiver.url("/a"), UNPROCESSABLE_CONTENT);
            assertThat(operator.get(DENIED, OK).at("/data/0/target").stringValue())
                    .isEqualTo(target());
        } finally {
            operator.send(DELETE, DENIED + "/" + id, null, NO_CONTENT);
        }
        acme.create(receiver.url("/a"), CREATED);
    }

    @Test
    void everyNodeKeepsToTheListsWithinASecond() {
        try (OtherNode node = OtherNode.of(environment)) {
            Tenant there = new Tenant(acme.id(), node.api().as(acme.api().key()), acme.app());
            there.create(receiver.url("/a"), UNPROCESSABLE_CONTENT);

            JsonNode listed = operator.post(acme.allowed(), Map.of("target", target()), CREATED);
            awaitWithinASecond(() -> testSend(there).toString().contains("\"status\":200"));
            operator.send(DELETE, acme.allowed() + "/" + text(listed, "id"), null, NO_CONTENT);

            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(100))
                    .atMost(Duration.ofSeconds(1))
                    .untilAsserted(() -> there.create(receiver.url("/b"), UNPROCESSABLE_CONTENT));
        }
    }

    private static void awaitWithinASecond(Callable<Boolean> condition) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(100))
                .atMost(Duration.ofSeconds(1))
                .ignoreExceptionsMatching(AssertionError.class::isInstance)
                .until(condition);
    }

    @Test
    void isForOperatorsAlone() {
        acme.api().post(acme.allowed(), Map.of("target", target()), FORBIDDEN);
        acme.api().get(acme.allowed(), FORBIDDEN);
        acme.api().post(DENIED, Map.of("target", target()), FORBIDDEN);
    }

    @Test
    void saysWhatATargetMayBe() {
        JsonNode refused = operator.post(acme.allowed(), Map.of("target", "http://acme.com"), UNPROCESSABLE_CONTENT);

        assertThat(refused.toString()).contains("target").contains("10.1.0.0/16:8080");
    }

    @Test
    void theSameTargetTwiceIsOneEntryAndAListHasAnEnd() {
        operator.post(acme.allowed(), Map.of("target", "10.0.0.1"), CREATED);
        operator.post(acme.allowed(), Map.of("target", "10.0.0.1", "reason", "still"), CREATED);
        assertThat(operator.get(acme.allowed(), OK).path("data")).hasSize(1);

        for (int i = 2; i <= 200; i++) {
            operator.post(acme.allowed(), Map.of("target", "10.0.0." + i), CREATED);
        }
        operator.post(acme.allowed(), Map.of("target", "10.0.1.1"), BAD_REQUEST);
        assertThat(operator.get(acme.allowed(), OK).path("data")).hasSize(200);
    }

    @Test
    void theAuditTrailNamesThem() {
        JsonNode listed = operator.post(acme.allowed(), Map.of("target", "10.7.7.7"), CREATED);
        operator.send(DELETE, acme.allowed() + "/" + text(listed, "id"), null, NO_CONTENT);

        assertThat(operator.get("/api/v1/audit?order=descending&limit=10", OK).toString())
                .contains("allowed_target.create")
                .contains("allowed_target.delete")
                .contains(acme.id() + " 10.7.7.7");
    }
}
