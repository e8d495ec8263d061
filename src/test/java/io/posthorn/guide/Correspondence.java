package io.posthorn.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpStatus.ACCEPTED;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.OK;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import io.posthorn.ApiClient;
import io.posthorn.receiver.ReceivedRequest;
import io.posthorn.receiver.ScriptedReceiver;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Sends an example what Posthorn sends, and then what nobody should send it. */
record Correspondence(ApiClient api, HttpClient client) {

    /** Spaces, a number that a parser would shorten, and letters of two bytes: only the bytes themselves verify. */
    private static final String PAYLOAD = "{\"invoice\":  \"42\", \"total\": 10.50, \"name\": \"Zoë\"}";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Fails unless the example takes each message once, and nothing that was changed, is old or is not signed. */
    void check(Example example) {
        Letter delivered = delivered(example);
        assertThat(example.got()).as("delivered by Posthorn").containsExactly(PAYLOAD);

        assertThat(post(example, delivered)).as("the same again").isEqualTo(204);
        assertThat(post(example, delivered.with(PAYLOAD + " "))).as("changed").isEqualTo(400);
        assertThat(post(example, delivered.with(PAYLOAD.replace("10.50", "10.5"))))
                .as("printed again")
                .isEqualTo(400);
        assertThat(post(example, delivered.as("msg_other"))).as("another id").isEqualTo(400);
        assertThat(post(example, signed("msg_old", Clock.systemUTC().instant().minus(Duration.ofMinutes(6)))))
                .as("old")
                .isEqualTo(400);
        assertThat(example.got()).as("nothing more was taken").containsExactly(PAYLOAD);

        assertThat(post(example, signed("msg_next", Clock.systemUTC().instant())))
                .as("another message")
                .isEqualTo(204);
        assertThat(example.got()).as("taken, too").containsExactly(PAYLOAD, PAYLOAD);
    }

    /** What came to a witness while the same was delivered to the example. */
    private Letter delivered(Example example) {
        try (ScriptedReceiver witness = ScriptedReceiver.start()) {
            String app = "/api/v1/app/" + application();
            String endpoint = endpoint(app, example.url());
            endpoint(app, witness.url("/"));
            api.post(app + "/msg", "{\"eventType\": \"invoice.paid\", \"payload\": " + PAYLOAD + "}", ACCEPTED);
            await().atMost(PATIENCE).until(() -> !api.get(app + "/attempt/endpoint/" + endpoint, OK)
                    .path("data")
                    .isEmpty());
            assertThat(api.get(app + "/attempt/endpoint/" + endpoint, OK)
                            .path("data")
                            .get(0)
                            .path("responseStatusCode")
                            .intValue())
                    .isEqualTo(204);
            return Letter.of(witness.awaitRequests(1).getFirst());
        }
    }

    private String application() {
        String uid = UUID.randomUUID().toString();
        api.post("/api/v1/app", Map.of("name", "Receives", "uid", uid), CREATED);
        return uid;
    }

    private String endpoint(String app, String url) {
        return api.post(app + "/endpoint", Map.of("url", url, "secret", Example.SECRET), CREATED)
                .path("id")
                .stringValue();
    }

    private static Letter signed(String id, Instant when) {
        try {
            String signature = new Webhook(Example.SECRET).sign(id, when.getEpochSecond(), PAYLOAD);
            return new Letter(id, String.valueOf(when.getEpochSecond()), signature, PAYLOAD);
        } catch (EmptyWebhookSecretException | WebhookSigningException e) {
            throw new AssertionError(e);
        }
    }

    private int post(Example example, Letter letter) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(example.url()))
                .header("content-type", "application/json")
                .header("webhook-id", letter.id())
                .header("webhook-timestamp", letter.timestamp())
                .header("webhook-signature", letter.signature())
                .POST(HttpRequest.BodyPublishers.ofString(letter.body()))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private record Letter(String id, String timestamp, String signature, String body) {

        static Letter of(ReceivedRequest request) {
            return new Letter(
                    request.header("webhook-id"),
                    request.header("webhook-timestamp"),
                    request.header("webhook-signature"),
                    request.text());
        }

        Letter with(String otherBody) {
            return new Letter(id, timestamp, signature, otherBody);
        }

        Letter as(String otherId) {
            return new Letter(otherId, timestamp, signature, body);
        }
    }
}
