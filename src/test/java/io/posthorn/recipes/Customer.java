package io.posthorn.recipes;

import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import io.posthorn.receiver.ReceivedRequest;
import io.posthorn.receiver.ScriptedReceiver;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a customer's program does with what comes to its URL: verifies, takes each message once, reads it. */
record Customer(ScriptedReceiver receiver, String path) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    String url() {
        return receiver.url(path);
    }

    /** Waits for this many different messages. */
    List<ReceivedRequest> awaitMessages(int count) {
        await().atMost(PATIENCE).until(() -> messages().size() >= count);
        return messages();
    }

    /** The first request of each message, in the order they came. */
    List<ReceivedRequest> messages() {
        Set<String> seen = new TreeSet<>();
        return receiver.requests(path).stream()
                .filter(request -> seen.add(request.header("webhook-id")))
                .toList();
    }

    /** What was signed with this secret; fails when it was not. */
    static JsonNode verified(ReceivedRequest request, String secret) {
        try {
            new Webhook(secret).verify(request.text(), HttpHeaders.of(request.headers(), (_, _) -> true));
        } catch (WebhookVerificationException | EmptyWebhookSecretException e) {
            throw new AssertionError("the signature does not fit", e);
        }
        return JSON.readTree(request.text());
    }
}
