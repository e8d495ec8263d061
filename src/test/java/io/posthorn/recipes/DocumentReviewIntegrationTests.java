package io.posthorn.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpStatus.ACCEPTED;
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
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

/** docs/recipes/document-review.md. */
@RecipeTest
class DocumentReviewIntegrationTests {

    @LocalServerPort
    private int port;

    private final ScriptedReceiver receiver = ScriptedReceiver.start();
    private final Customer archive = new Customer(receiver, "/export");

    @BeforeAll
    static void catalogue(@LocalServerPort int port) {
        Product.eventTypes(
                ApiClient.of(port),
                "document.text",
                "document.transcript",
                "document.transcript_url",
                "document.anonymised");
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    private static String exported(String document) {
        return "{\"eventType\":\"document.text\",\"eventId\":\"" + document + "\",\"payload\":{\"document\":\""
                + document + "\"}}";
    }

    @Test
    void keepsTheAnswerOfADeliveredDocument() {
        Product workspace = Product.with(ApiClient.of(port), "workspace-a", Map.of());
        receiver.respond("/export", Script.status(200, "{\"archived\":\"A-17\"}"));
        workspace.endpoint(archive.url(), Map.of("eventTypes", List.of("document.text")));

        workspace.publish(exported("doc-1"));

        JsonNode attempt = workspace.attempts("doc-1", 0).getFirst();
        assertThat(attempt.path("responseStatusCode").intValue()).isEqualTo(200);
        assertThat(attempt.path("response").stringValue()).isEqualTo("{\"archived\":\"A-17\"}");
    }

    @Test
    void listsWhatGoesBackToReviewWithItsAnswerAndSendsItAgain() {
        Product workspace = Product.with(ApiClient.of(port), "workspace-b", Map.of());
        receiver.respond(
                "/export",
                Script.status(400, "no such matter"),
                Script.status(400, "no such matter"),
                Script.status(400, "no such matter"),
                Script.status(400, "no such matter"),
                Script.status(204));
        JsonNode endpoint = workspace.endpoint(archive.url(), Map.of("eventTypes", List.of("document.text")));
        String message = workspace.publish(exported("doc-2"));
        workspace.attempts("doc-2", 2);

        JsonNode review =
                workspace.api().get(workspace.path() + "/endpoint/" + Product.id(endpoint) + "/msg?status=2", OK);
        JsonNode attempt = workspace.attempts("doc-2", 2).getFirst();

        assertThat(Product.all(review).getFirst().path("eventId").stringValue()).isEqualTo("doc-2");
        assertThat(attempt.path("response").stringValue()).isEqualTo("no such matter");
        workspace
                .api()
                .send(
                        HttpMethod.POST,
                        workspace.path() + "/msg/" + message + "/endpoint/" + Product.id(endpoint) + "/resend",
                        null,
                        ACCEPTED);
        assertThat(workspace.attempts("doc-2", 0)).hasSize(5);
    }
}
