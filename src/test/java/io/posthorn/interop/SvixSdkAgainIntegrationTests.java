package io.posthorn.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.svix.api.Endpoint;
import com.svix.api.Message;
import com.svix.api.MessageAttempt;
import com.svix.exceptions.ApiException;
import com.svix.models.BackgroundTaskOut;
import com.svix.models.BackgroundTaskStatus;
import com.svix.models.BackgroundTaskType;
import com.svix.models.BulkReplayIn;
import com.svix.models.EndpointOut;
import com.svix.models.EndpointPatch;
import com.svix.models.MessageAttemptOut;
import com.svix.models.MessageOut;
import com.svix.models.MessagePrecheckIn;
import com.svix.models.RecoverIn;
import com.svix.models.ReplayIn;
import io.posthorn.PosthornTest;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import java.io.IOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/**
 * The published Java SDK of the first generation: sending again, counting, taking back. Its methods that POST without a
 * body (resend, expungeAllContents, logout) fail before they send anything; other tests have those operations.
 */
@PosthornTest
@TestPropertySource(properties = "posthorn.egress.allowed-networks=127.0.0.0/8")
class SvixSdkAgainIntegrationTests {

    private static final OffsetDateTime LONG_AGO = OffsetDateTime.parse("2020-01-01T00:00:00Z");

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
    void recoversWhatFailedAndReplaysWhatWasMissed() throws IOException, ApiException {
        Endpoint endpoints = sdk.svix().getEndpoint();
        EndpointOut first = sdk.endpoint(receiver.url("/first"));
        MessageOut sent = sdk.publish("a.b", "{}");
        awaitAttempts(sent, 1);
        EndpointOut second = sdk.endpoint(receiver.url("/second"));

        awaitFinished(endpoints
                .recover(sdk.app(), first.getId(), new RecoverIn().since(LONG_AGO))
                .getId());
        awaitFinished(endpoints
                .replayMissing(sdk.app(), second.getId(), new ReplayIn().since(LONG_AGO))
                .getId());
        awaitRequests("/second", 1);
        awaitFinished(endpoints
                .bulkReplay(sdk.app(), first.getId(), new BulkReplayIn().since(LONG_AGO))
                .getId());
        awaitRequests("/first", 2);

        assertThat(receiver.requests("/second").getFirst().header("webhook-id")).isEqualTo(sent.getId());
        assertThat(sdk.svix().getBackgroundTask().list().getData())
                .extracting(BackgroundTaskOut::getTask)
                .contains(
                        BackgroundTaskType.ENDPOINT_RECOVER,
                        BackgroundTaskType.ENDPOINT_REPLAY,
                        BackgroundTaskType.ENDPOINT_BULK_REPLAY);
    }

    @Test
    void countsAttempts() throws IOException, ApiException {
        EndpointOut endpoint = sdk.endpoint(receiver.url("/hook"));
        awaitAttempts(sdk.publish("a.b", "{}"), 1);

        assertThat(sdk.svix()
                        .getEndpoint()
                        .getStats(sdk.app(), endpoint.getId())
                        .getSuccess())
                .isEqualTo(1);
    }

    @Test
    void takesContentsBack() throws IOException, ApiException {
        receiver.respond("/hook", Script.status(200, "a secret"));
        sdk.endpoint(receiver.url("/hook"));
        Message messages = sdk.svix().getMessage();
        MessageAttempt attempts = sdk.svix().getMessageAttempt();
        MessageOut sent = sdk.publish("a.b", "{}");
        String attempt = awaitAttempts(sent, 1).getFirst().getId();

        messages.expungeContent(sdk.app(), sent.getId());
        attempts.expungeContent(sdk.app(), sent.getId(), attempt);

        assertThat(messages.get(sdk.app(), sent.getId()).getPayload()).isEqualTo(Map.of("expired", true));
        assertThat(attempts.get(sdk.app(), sent.getId(), attempt).getResponse()).doesNotContain("secret");
    }

    @Test
    void asksWhetherAnybodyWantsIt() throws IOException, ApiException {
        Message messages = sdk.svix().getMessage();
        MessagePrecheckIn question = new MessagePrecheckIn().eventType("a.b");
        boolean before = messages.precheck(sdk.app(), question).getActive();
        EndpointOut endpoint = sdk.endpoint(receiver.url("/hook"));
        boolean between = messages.precheck(sdk.app(), question).getActive();

        sdk.svix().getEndpoint().patch(sdk.app(), endpoint.getId(), new EndpointPatch().disabled(true));

        assertThat(before).isFalse();
        assertThat(between).isTrue();
        assertThat(messages.precheck(sdk.app(), question).getActive()).isFalse();
    }

    private List<MessageAttemptOut> awaitAttempts(MessageOut message, int count) {
        return await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> sdk.svix()
                                .getMessageAttempt()
                                .listByMsg(sdk.app(), message.getId())
                                .getData(),
                        attempts -> attempts.size() >= count);
    }

    private void awaitRequests(String path, int count) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> receiver.requests(path).size() >= count);
    }

    private void awaitFinished(String task) {
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> sdk.svix().getBackgroundTask().get(task).getStatus(),
                        status -> status == BackgroundTaskStatus.FINISHED);
    }
}
