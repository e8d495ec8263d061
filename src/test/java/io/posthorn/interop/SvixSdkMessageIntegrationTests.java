package io.posthorn.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import com.svix.api.Message;
import com.svix.api.MessageAttempt;
import com.svix.api.MessageAttemptListByMsgOptions;
import com.svix.api.MessageCreateOptions;
import com.svix.api.MessageListOptions;
import com.svix.exceptions.ApiException;
import com.svix.models.ApplicationIn;
import com.svix.models.EndpointOut;
import com.svix.models.MessageAttemptOut;
import com.svix.models.MessageIn;
import com.svix.models.MessageOut;
import com.svix.models.MessageStatus;
import io.posthorn.PosthornTest;
import io.posthorn.receiver.ReceivedRequest;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** The published Java SDK of the first generation: messages, attempts, and what receivers verify. The names it calls deprecated are the ones its users have. */
@SuppressWarnings("deprecation")
@PosthornTest
@TestPropertySource(properties = "posthorn.egress.allowed-networks=127.0.0.0/8")
class SvixSdkMessageIntegrationTests {

    private static final String PAYLOAD = "{\"amount\": 19.90, \"text\": \"ä\\u00df\",  \"big\": 12345678901234567890}";

    @LocalServerPort
    private int port;

    private final ScriptedReceiver receiver = ScriptedReceiver.start();
    private Sdk sdk = Sdk.none();

    @BeforeEach
    void connect() throws IOException, ApiException {
        sdk = Sdk.on(port);
    }

    @AfterEach
    void disconnect() {
        receiver.close();
    }

    @Test
    void receiversVerifyWithBothLibraries() throws IOException, ApiException {
        String secret = secretOf(sdk.endpoint(receiver.url("/hook")));

        MessageOut sent = sdk.publish("invoice.paid", PAYLOAD);
        ReceivedRequest request = receiver.awaitRequests(1).getFirst();

        assertThat(request.header("webhook-id")).isEqualTo(sent.getId());
        assertThat(request.header("svix-id")).isEqualTo(sent.getId());
        assertThatCode(() -> new com.svix.Webhook(secret).verify(request.text(), headers(request)))
                .doesNotThrowAnyException();
        assertThatCode(() -> new Webhook(secret).verify(request.text(), headers(request)))
                .doesNotThrowAnyException();
    }

    @Test
    void readsMessagesBack() throws IOException, ApiException {
        Message messages = sdk.svix().getMessage();
        MessageOut sent = messages.create(
                sdk.app(),
                new MessageIn()
                        .eventType("invoice.paid")
                        .eventId("payment-1")
                        .channels(Set.of("project_1"))
                        .tags(Set.of("import"))
                        .payload("{\"n\": 1}"));
        MessageListOptions filter = new MessageListOptions();
        filter.setChannel("project_1");
        filter.setEventTypes(Set.of("invoice.paid", "other"));

        MessageOut read = messages.get(sdk.app(), "payment-1");

        assertThat(read).isEqualTo(sent);
        assertThat(read.getPayload()).isEqualTo(Map.of("n", 1));
        assertThat(read.getChannels()).containsExactly("project_1");
        assertThat(messages.list(sdk.app(), filter).getData()).containsExactly(sent);
    }

    @Test
    void sendsRawPayloads() throws IOException, ApiException {
        sdk.endpoint(receiver.url("/hook"));

        sdk.svix()
                .getMessage()
                .create(
                        sdk.app(),
                        Message.messageInRaw("<a/>", "application/xml").eventType("raw.sent"));
        ReceivedRequest request = receiver.awaitRequests(1).getFirst();

        assertThat(request.text()).isEqualTo("<a/>");
        assertThat(request.header("content-type")).isEqualTo("application/xml");
    }

    @Test
    void makesTheApplicationWithTheMessage() throws IOException, ApiException {
        String uid = "made-" + UUID.randomUUID();

        sdk.svix()
                .getMessage()
                .create(
                        uid,
                        new MessageIn()
                                .eventType("a.b")
                                .payload("{}")
                                .application(new ApplicationIn().name("Made").uid(uid)));

        assertThat(sdk.svix().getApplication().get(uid).getName()).isEqualTo("Made");
    }

    @Test
    void aRepeatedKeyIsTheSameMessage() throws IOException, ApiException {
        MessageCreateOptions options = new MessageCreateOptions();
        options.setIdempotencyKey("key-" + UUID.randomUUID());
        MessageIn message = new MessageIn().eventType("a.b").payload("{}");

        MessageOut first = sdk.svix().getMessage().create(sdk.app(), message, options);

        assertThat(sdk.svix().getMessage().create(sdk.app(), message, options)).isEqualTo(first);
        assertThat(SvixSdkIntegrationTests.codeOf(
                        () -> sdk.svix().getMessage().create(sdk.app(), message.payload("{\"n\":2}"), options)))
                .isEqualTo(422);
    }

    @Test
    void tellsWhatBecameOfAMessage() throws IOException, ApiException {
        receiver.respond("/failing", Script.status(500, "out of paper"));
        EndpointOut failing = sdk.endpoint(receiver.url("/failing"));
        EndpointOut working = sdk.endpoint(receiver.url("/working"));
        MessageOut sent = sdk.publish("invoice.paid", "{}");
        MessageAttempt attempts = sdk.svix().getMessageAttempt();
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        attempts.listByMsg(sdk.app(), sent.getId()).getData().size() >= 2);

        MessageAttemptOut failed =
                attempts.listByEndpoint(sdk.app(), failing.getId()).getData().getLast();
        MessageAttemptListByMsgOptions ofWorking = new MessageAttemptListByMsgOptions();
        ofWorking.setEndpointId(working.getId());
        ofWorking.setStatus(MessageStatus.SUCCESS);

        assertThat(failed.getStatus()).isEqualTo(MessageStatus.FAIL);
        assertThat(failed.getResponseStatusCode()).isEqualTo((short) 500);
        assertThat(failed.getResponse()).isEqualTo("out of paper");
        assertThat(attempts.get(sdk.app(), sent.getId(), failed.getId())).isEqualTo(failed);
        assertThat(attempts.listByMsg(sdk.app(), sent.getId(), ofWorking).getData())
                .hasSize(1);
        assertThat(attempts.listAttemptedMessages(sdk.app(), working.getId()).getData())
                .first()
                .satisfies(message -> assertThat(message.getId()).isEqualTo(sent.getId()));
        assertThat(attempts.listAttemptedDestinations(sdk.app(), sent.getId()).getData())
                .hasSize(2)
                .allSatisfy(destination -> assertThat(destination.getVersion()).isEqualTo(1));
    }

    private String secretOf(EndpointOut endpoint) throws IOException, ApiException {
        return sdk.svix().getEndpoint().getSecret(sdk.app(), endpoint.getId()).getKey();
    }

    private static HttpHeaders headers(ReceivedRequest request) {
        return HttpHeaders.of(request.headers(), (name, value) -> true);
    }
}
