package io.posthorn.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.FORBIDDEN;
import static org.springframework.http.HttpStatus.OK;

import io.posthorn.ApiClient;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** docs/recipes/analyst-studio.md. */
@RecipeTest
class AnalystStudioIntegrationTests {

    private static final String COMPLETED = """
            {"event":"report_run_completed","report_run_url":\
            "https://studio.example/api/acme/reports/7/runs/9?filter[state]=done&page[size]=1"}""";

    @LocalServerPort
    private int port;

    private final ScriptedReceiver receiver = ScriptedReceiver.start();
    private final Customer zap = new Customer(receiver, "/zap");
    private final Customer slack = new Customer(receiver, "/slack");

    @BeforeAll
    static void catalogue(@LocalServerPort int port) {
        Product.eventTypes(
                ApiClient.of(port),
                "report_run_started",
                "report_run_completed",
                "new_database_connection",
                "definition_created",
                "definition_updated",
                "member_joined_organization",
                "member_removed_from_organization",
                "report_created");
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void sendsATestOnCreateAndShowsItsResult() {
        Product workspace = Product.with(ApiClient.of(port), "workspace-1", Map.of());
        receiver.respond("/zap", Script.status(500), Script.ok());

        JsonNode failed = workspace
                .api()
                .post(
                        workspace.path() + "/endpoint?verify=true",
                        Map.of(
                                "url", zap.url(),
                                "description", "Zap of the sales team",
                                "eventTypes", List.of("report_run_completed")),
                        CREATED);

        assertThat(failed.path("verification").path("delivered").booleanValue()).isFalse();
        assertThat(failed.path("verification").path("status").intValue()).isEqualTo(500);
        JsonNode again = workspace
                .api()
                .post(
                        workspace.path() + "/endpoint/" + Product.id(failed) + "/test",
                        Map.of("eventType", "report_run_completed"),
                        OK);
        assertThat(again.path("delivered").booleanValue()).isTrue();
    }

    @Test
    void passesUrlsWithBracketsOnByteForByte() {
        Product workspace = Product.with(ApiClient.of(port), "workspace-2", Map.of());
        JsonNode endpoint = workspace.endpoint(zap.url(), Map.of("eventTypes", List.of("report_run_completed")));

        workspace.publish("report_run_completed", COMPLETED);

        assertThat(zap.awaitMessages(1).getFirst().text()).isEqualTo(COMPLETED);
        assertThat(Customer.verified(zap.messages().getFirst(), workspace.secret(endpoint))
                        .path("event")
                        .stringValue())
                .isEqualTo("report_run_completed");
    }

    @Test
    void tellsSlackInItsFormAndOnlyBeyondTheThreshold() {
        Product workspace = Product.with(ApiClient.of(port), "workspace-3", Map.of());
        workspace.endpoint(
                slack.url(),
                Map.of(
                        "form", Map.of("kind", "template", "template", "{\"text\":\"Done: {{report_run_url}}\"}"),
                        "condition", Map.of("path", "rows", "operator", "ge", "value", 90)));

        String below = workspace.publish("report_run_completed", "{\"event\":\"report_run_completed\",\"rows\":12}");
        workspace.publish(
                "report_run_completed",
                "{\"event\":\"report_run_completed\",\"rows\":90,\"report_run_url\":\"https://studio.example/r/9\"}");

        assertThat(slack.awaitMessages(1).getFirst().text())
                .isEqualTo("{\"text\":\"Done: https://studio.example/r/9\"}");
        assertThat(Product.all(workspace.api().get(workspace.path() + "/msg/" + below + "/destination", OK))
                        .getFirst()
                        .path("why")
                        .stringValue())
                .contains("rows");
    }

    @Test
    void letsMembersLookAndTellsThemThatAKeyWithMoreIsNeeded() {
        Product workspace = Product.with(ApiClient.of(port), "workspace-4", Map.of());
        workspace.endpoint(zap.url(), Map.of());
        String key = workspace
                .api()
                .post("/api/v1/auth/api-token", Map.of("name", "a member", "scopes", List.of("read")), CREATED)
                .path("token")
                .stringValue();
        ApiClient member = workspace.api().as(key);

        assertThat(Product.all(member.get(workspace.path() + "/endpoint", OK))).hasSize(1);
        JsonNode refused = member.post(workspace.path() + "/endpoint", Map.of("url", zap.url()), FORBIDDEN);
        assertThat(refused.path("detail").stringValue()).contains("Use a key that has it");
    }

    @Test
    void givesNewEventTypesToThoseWhoWantAllAndToNobodyElse() {
        Product workspace = Product.with(ApiClient.of(port), "workspace-5", Map.of());
        workspace.endpoint(zap.url(), Map.of("eventTypes", List.of("report_created")));
        workspace.endpoint(slack.url(), Map.of());
        Product.eventTypes(workspace.api(), "report_archived");

        workspace.publish(
                "report_archived", "{\"event\":\"report_archived\",\"report_run_url\":\"https://x.example\"}");
        workspace.publish("report_created", "{\"event\":\"report_created\",\"report_run_url\":\"https://x.example\"}");

        assertThat(slack.awaitMessages(2)).hasSize(2);
        assertThat(zap.awaitMessages(1)).hasSize(1);
    }
}
