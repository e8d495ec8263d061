package io.posthorn.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpStatus.OK;

import io.posthorn.ApiClient;
import io.posthorn.receiver.ReceivedRequest;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** docs/recipes/document-integrations.md. */
@RecipeTest
class DocumentIntegrationsIntegrationTests {

    @LocalServerPort
    private int port;

    private final ScriptedReceiver receiver = ScriptedReceiver.start();
    private final Customer target = new Customer(receiver, "/predictions");
    private final Customer other = new Customer(receiver, "/other");

    @BeforeAll
    static void catalogue(@LocalServerPort int port) {
        Product.eventTypes(ApiClient.of(port), "document_predict", "document_evaluate");
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void sendsStaticHeadersWithEveryPostAndHidesThem() {
        Product organization = Product.with(ApiClient.of(port), "org-1", Map.of());
        JsonNode endpoint = organization.endpoint(
                target.url(),
                Map.of(
                        "eventTypes", List.of("document_predict"),
                        "headers", Map.of("Authorization", "Bearer abcdefg1234567989")));

        organization.publish("document_predict", "{\"document\":\"d-1\"}");

        assertThat(target.awaitMessages(1).getFirst().header("authorization")).isEqualTo("Bearer abcdefg1234567989");
        assertThat(organization
                        .api()
                        .get(organization.path() + "/endpoint/" + Product.id(endpoint) + "/headers", OK)
                        .toString())
                .doesNotContain("abcdefg1234567989");
    }

    @Test
    void bindsAWebhookToAnInboxAndPassesTheInboxAlong() {
        Product organization = Product.with(ApiClient.of(port), "org-2", Map.of());
        organization.endpoint(target.url(), Map.of("channels", List.of("inbox-7"), "form", Map.of("kind", "envelope")));
        organization.endpoint(other.url(), Map.of());

        organization.publish("""
                {"eventType":"document_predict","channels":["inbox-7"],"payload":{"document":"d-1"}}""");
        organization.publish("""
                {"eventType":"document_predict","channels":["inbox-8"],"payload":{"document":"d-2"}}""");

        assertThat(other.awaitMessages(2)).hasSize(2);
        ReceivedRequest bound = target.awaitMessages(1).getFirst();
        assertThat(bound.header("webhook-channels")).isEqualTo("inbox-7");
        assertThat(bound.text()).contains("\"channels\":[\"inbox-7\"]").contains("\"data\":{\"document\":\"d-1\"}");
        assertThat(target.messages()).hasSize(1);
    }

    @Test
    void triesAgainAtDoublingIntervalsAndGivesUpAfterTheLast() {
        Product organization = Product.with(ApiClient.of(port), "org-3", Map.of());
        receiver.respond("/predictions", Script.status(404));
        organization.endpoint(
                target.url(),
                Map.of("retry", Map.of("exponential", Map.of("base", 0.1, "factor", 2, "maxAttempts", 4))));

        String message = organization.publish("document_predict", "{\"document\":\"d-1\"}");

        assertThat(organization.attempts(message, 2)).hasSize(4);
        assertThat(receiver.requests("/predictions")).hasSize(4);
    }

    @Test
    void takesAnAddressAsTargetAsWellAsAName() {
        Product organization = Product.with(ApiClient.of(port), "org-4", Map.of());

        JsonNode byAddress = organization.endpoint("http://127.0.0.1:" + receiver.port() + "/predictions", Map.of());

        assertThat(byAddress.path("url").stringValue()).startsWith("http://127.0.0.1:");
        organization.publish("document_evaluate", "{\"score\":1}");
        assertThat(target.awaitMessages(1)).hasSize(1);
    }
}
