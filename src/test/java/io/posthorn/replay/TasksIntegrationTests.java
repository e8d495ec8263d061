package io.posthorn.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpStatus.ACCEPTED;
import static org.springframework.http.HttpStatus.CONFLICT;
import static org.springframework.http.HttpStatus.NOT_FOUND;
import static org.springframework.http.HttpStatus.OK;
import static org.springframework.http.HttpStatus.UNPROCESSABLE_CONTENT;

import io.posthorn.PosthornTest;
import io.posthorn.id.IdKind;
import io.posthorn.pipeline.Audit;
import io.posthorn.postgres.FreshDatabaseInitializer;
import io.posthorn.postgres.TestDatabase;
import io.posthorn.receiver.ReceivedRequest;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@PosthornTest
@DirtiesContext
@TestPropertySource(
        properties = {
            "posthorn.egress.allowed-networks=127.0.0.0/8",
            "posthorn.retry.schedule=20ms",
            "posthorn.pipeline.attempt-timeout=2s",
            "posthorn.pipeline.audit-every=1s",
        })
class TasksIntegrationTests {

    private static final Map<String, String> EVER = Map.of("since", "2020-01-01T00:00:00Z");

    @LocalServerPort
    private int port;

    @Autowired
    private TestDatabase database;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private TaskStep step;

    @Autowired
    private TasksUpkeepLifecycle upkeep;

    private ScriptedReceiver receiver = ScriptedReceiver.start();
    private ReplayScene scene;

    @BeforeEach
    void begin() {
        scene = new ReplayScene(port, database);
    }

    @AfterEach
    void nothingWasForgotten() {
        receiver.close();
        assertThat(Audit.forgotten(context)).isZero();
    }

    private void sendMany(int count) {
        IntStream.range(0, count).forEach(i -> scene.send("{\"n\":" + i + "}"));
    }

    @Test
    void recoversWhatFailedAndNothingElse() {
        receiver.respond("/hook", Script.ok(), Script.status(500));
        String endpoint = scene.endpoint(receiver.url("/hook"));
        sendMany(1);
        receiver.awaitRequests(1);
        sendMany(3);
        receiver.awaitRequests(7);
        scene.awaitSettled();
        receiver.respond("/hook", Script.ok());

        String path = "/endpoint/" + endpoint + "/recover";
        assertThat(scene.post(path + "?dry_run=true", EVER, OK).path("count").intValue())
                .isEqualTo(3);
        JsonNode begun = scene.post(path, EVER, ACCEPTED);
        JsonNode ended = scene.awaitEnd(begun);
        receiver.awaitRequests(10);
        scene.awaitSettled();

        assertThat(begun.path("task").stringValue()).isEqualTo("endpoint.recover");
        assertThat(begun.path("id").stringValue()).matches("qtask_[A-Za-z0-9]{27}");
        assertThat(ended.path("status").stringValue()).isEqualTo("finished");
        assertThat(ended.path("data").path("messagesSent").intValue()).isEqualTo(3);
        assertThat(receiver.requests()).hasSize(10);
        assertThat(scene.ask("SELECT count(*) FROM delivery WHERE " + scene.here()))
                .isEqualTo("0");
        assertThat(scene.post(path + "?dry_run=true", EVER, OK).path("count").intValue())
                .isZero();
    }

    @Test
    void replaysWhatWasMissedByAnEndpointThatCameLater() {
        String early = scene.endpoint(receiver.url("/early"));
        sendMany(5);
        scene.sendMessage("{\"eventType\":\"thing.done\",\"channels\":[\"red\"],\"payload\":{}}");
        receiver.awaitRequests(6);
        scene.awaitSettled();
        String late = scene.endpoint(receiver.url("/late"), Map.of("channels", List.of("red")));
        String all = scene.endpoint(receiver.url("/all"));
        sendMany(1);
        receiver.awaitRequests(8);
        scene.awaitSettled();

        JsonNode ofLate = scene.awaitEnd(scene.post("/endpoint/" + late + "/replay-missing", EVER, ACCEPTED));
        JsonNode ofAll = scene.awaitEnd(scene.post("/endpoint/" + all + "/replay-missing", EVER, ACCEPTED));
        JsonNode ofEarly = scene.awaitEnd(scene.post("/endpoint/" + early + "/replay-missing", EVER, ACCEPTED));
        scene.awaitSettled();

        assertThat(sent(ofLate)).isEqualTo(1);
        assertThat(sent(ofAll)).isEqualTo(6);
        assertThat(sent(ofEarly)).isZero();
        assertThat(receiver.requests("/late")).hasSize(1);
        assertThat(receiver.requests("/all")).hasSize(7);
        assertThat(receiver.requests("/early")).hasSize(7);
        assertThat(ReplayScene.list(scene.get("/endpoint/" + all + "/msg"))).hasSize(7);
    }

    /** The condition is looked at where the payload is; the count beforehand says the same. */
    @Test
    void replaysWhatMeetsTheConditionAndNothingElse() {
        sendMany(5);
        scene.sendMessage("""
                {"eventType": "thing.done", "payload": {}, "transformationsParams":
                  {"rawPayload": "{\\"n\\":9}", "headers": {"content-type": "text/plain"}}}""");
        String picky = scene.endpoint(
                receiver.url("/picky"), Map.of("condition", Map.of("path", "n", "operator", "ge", "value", 3)));
        String all = scene.endpoint(receiver.url("/all"));
        scene.awaitSettled();
        String path = "/endpoint/" + picky + "/replay-missing";

        assertThat(scene.post(path + "?dry_run=true", EVER, OK).path("count").intValue())
                .isEqualTo(2);
        JsonNode ofPicky = scene.awaitEnd(scene.post(path, EVER, ACCEPTED));
        JsonNode ofAll = scene.awaitEnd(scene.post("/endpoint/" + all + "/replay-missing", EVER, ACCEPTED));
        scene.awaitSettled();

        assertThat(sent(ofPicky)).isEqualTo(2);
        assertThat(ofPicky.path("data").path("messagesSeen").intValue()).isEqualTo(6);
        assertThat(receiver.requests("/picky"))
                .extracting(ReceivedRequest::text)
                .containsExactlyInAnyOrder("{\"n\":3}", "{\"n\":4}");
        assertThat(sent(ofAll)).isEqualTo(6);
    }

    private static int sent(JsonNode task) {
        return task.path("data").path("messagesSent").intValue();
    }

    @Test
    void bulkReplaysByFilters() {
        receiver.respond("/hook", Script.ok(), Script.status(404), Script.status(404), Script.ok());
        String endpoint = scene.endpoint(receiver.url("/hook"));
        scene.sendMessage("{\"eventType\":\"a\",\"tags\":[\"t\"],\"payload\":{\"n\":1}}");
        receiver.awaitRequests(1);
        scene.sendMessage("{\"eventType\":\"b\",\"channels\":[\"c\"],\"payload\":{\"n\":2}}");
        receiver.awaitRequests(3);
        scene.awaitSettled();
        String path = "/endpoint/" + endpoint + "/bulk-replay?dry_run=true";

        assertThat(wouldSend(path, Map.of())).isEqualTo(2);
        assertThat(wouldSend(path, Map.of("status", 0))).isEqualTo(1);
        assertThat(wouldSend(path, Map.of("status", 2))).isEqualTo(1);
        assertThat(wouldSend(path, Map.of("status", 1))).isZero();
        assertThat(wouldSend(path, Map.of("statusCodeClass", 400))).isEqualTo(1);
        assertThat(wouldSend(path, Map.of("eventTypes", List.of("a", "x")))).isEqualTo(1);
        assertThat(wouldSend(path, Map.of("channel", "c"))).isEqualTo(1);
        assertThat(wouldSend(path, Map.of("tag", "t"))).isEqualTo(1);
        assertThat(wouldSend(path, Map.of("until", "2021-01-01T00:00:00Z"))).isZero();

        scene.awaitEnd(scene.post(
                "/endpoint/" + endpoint + "/bulk-replay",
                Map.of("since", "2020-01-01T00:00:00Z", "statusCodeClass", 400),
                ACCEPTED));
        scene.awaitSettled();
        assertThat(receiver.requests()).extracting(ReceivedRequest::text).last().isEqualTo("{\"n\":2}");
        assertThat(receiver.requests()).hasSize(4);
    }

    private int wouldSend(String path, Map<String, Object> more) {
        Map<String, Object> body = new java.util.HashMap<>(more);
        body.put("since", "2020-01-01T00:00:00Z");
        return scene.post(path, body, OK).path("count").intValue();
    }

    @Test
    void queuesEachOfThousandsOnceAlthoughPagesAreUndoneAndRacedFor() {
        String endpoint = scene.endpoint(receiver.url("/hook"));
        scene.manyOldMessages(2300);
        scene.undoEverySecondPage();

        JsonNode begun = scene.post("/endpoint/" + endpoint + "/replay-missing", EVER, ACCEPTED);
        List<Thread> rivals = IntStream.range(0, 3)
                .mapToObj(i -> Thread.ofVirtual().start(() -> IntStream.range(0, 5)
                        .forEach(j -> step.next().onErrorComplete().toFuture().join())))
                .toList();
        JsonNode ended = scene.awaitEnd(begun);
        await().atMost(ReplayScene.PATIENCE).until(() -> receiver.requests().size() >= 2300);
        scene.awaitSettled();
        rivals.forEach(TasksIntegrationTests::join);
        scene.undoNoMore();

        assertThat(ended.path("data").path("messagesSent").intValue()).isEqualTo(2300);
        assertThat(ended.path("data").path("messagesSeen").intValue()).isEqualTo(2300);
        assertThat(receiver.requests())
                .extracting(request -> request.header("webhook-id"))
                .doesNotHaveDuplicates()
                .hasSize(2300);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void keepsToItsSpeedLimitAndStopsWhenToldTo() {
        String endpoint = scene.endpoint(receiver.url("/hook"));
        scene.manyOldMessages(50);

        JsonNode begun = scene.post(
                "/endpoint/" + endpoint + "/replay-missing",
                Map.of("since", "2020-01-01T00:00:00Z", "messagesPerSecond", 5),
                ACCEPTED);
        Instant from = Instant.parse(begun.path("updatedAt").stringValue());
        await().atMost(ReplayScene.PATIENCE).until(() -> receiver.requests().size() >= 15);
        String cancel = "/api/v1/background-task/" + begun.path("id").stringValue() + "/cancel";
        JsonNode cancelled = scene.api.send(HttpMethod.POST, cancel, null, OK);
        scene.awaitSettled();

        assertThat(Instant.parse(cancelled.path("updatedAt").stringValue())).isAfter(from.plusMillis(1900));
        assertThat(cancelled.path("status").stringValue()).isEqualTo("failed");
        assertThat(cancelled.path("data").path("cancelled").booleanValue()).isTrue();
        assertThat(receiver.requests()).hasSize(sent(cancelled));
        assertThat(sent(cancelled)).isBetween(15, 30);
        scene.api.send(HttpMethod.POST, cancel, null, CONFLICT);
    }

    @Test
    void failsWithTheReasonWhenTheEndpointIsDisabledMeanwhile() {
        String endpoint = scene.endpoint(receiver.url("/hook"));
        scene.manyOldMessages(20);
        JsonNode begun = scene.post(
                "/endpoint/" + endpoint + "/replay-missing",
                Map.of("since", "2020-01-01T00:00:00Z", "messagesPerSecond", 2),
                ACCEPTED);

        scene.patch(endpoint, "{\"disabled\":true}");
        JsonNode ended = scene.awaitEnd(begun);

        assertThat(ended.path("status").stringValue()).isEqualTo("failed");
        assertThat(ended.path("data").path("error").stringValue()).contains("disabled");
        scene.post("/endpoint/" + endpoint + "/recover", EVER, CONFLICT);
    }

    @Test
    void listsTasksByStatusAndKindForTheirTenantOnly() {
        String endpoint = scene.endpoint(receiver.url("/hook"));
        String recover = scene.awaitEnd(scene.post("/endpoint/" + endpoint + "/recover", EVER, ACCEPTED))
                .path("id")
                .stringValue();
        String replay = scene.awaitEnd(scene.post("/endpoint/" + endpoint + "/replay-missing", EVER, ACCEPTED))
                .path("id")
                .stringValue();

        assertThat(ids("?order=descending&limit=2")).containsExactly(replay, recover);
        assertThat(ids("?order=descending&limit=1&task=endpoint.recover")).containsExactly(recover);
        assertThat(ids("?order=descending&limit=1&iterator=" + replay)).containsExactly(recover);
        assertThat(ids("?status=running")).isEmpty();
        assertThat(ids("?status=finished&order=descending")).contains(recover, replay);
        scene.api.get("/api/v1/background-task?status=done", UNPROCESSABLE_CONTENT);
        scene.api.get("/api/v1/background-task?task=nothing", UNPROCESSABLE_CONTENT);
        scene.api.get("/api/v1/background-task/qtask_2KWPBgLlAfxdpx2AI54pPJ85f4W", NOT_FOUND);
    }

    private List<String> ids(String query) {
        return ReplayScene.list(scene.api.get("/api/v1/background-task" + query, OK)).stream()
                .map(task -> task.path("id").stringValue())
                .toList();
    }

    @Test
    void beginsOneTaskForARequestThatIsRepeatedWithItsKey() {
        String path = scene.path + "/endpoint/" + scene.endpoint(receiver.url("/hook")) + "/bulk-replay";

        String first = keyed(path, "{\"since\":\"2020-01-01T00:00:00Z\"}", 202);
        assertThat(keyed(path, "{\"since\":\"2020-01-01T00:00:00Z\"}", 202)).isEqualTo(first);
        keyed(path, "{\"since\":\"2021-01-01T00:00:00Z\"}", 422);
        assertThat(scene.ask("SELECT count(*) FROM background_task WHERE application_id = '" + scene.appUuid() + "'"))
                .isEqualTo("1");
    }

    private String keyed(String path, String body, int status) {
        byte[] answer = scene.api
                .anonymous()
                .post()
                .uri(path)
                .header("Authorization", "Bearer " + FreshDatabaseInitializer.ADMIN_KEY)
                .header("Idempotency-Key", "auto_1")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectBody()
                .returnResult()
                .getResponseBody();
        return new JsonMapper().readTree(answer).path("id").asString("");
    }

    @Test
    void forgetsTasksAMonthAfterTheirEndAndNoneThatRuns() {
        String path = "/endpoint/" + scene.endpoint(receiver.url("/hook")) + "/recover";
        String old = scene.awaitEnd(scene.post(path, EVER, ACCEPTED)).path("id").stringValue();
        String young =
                scene.awaitEnd(scene.post(path, EVER, ACCEPTED)).path("id").stringValue();
        String running =
                scene.awaitEnd(scene.post(path, EVER, ACCEPTED)).path("id").stringValue();
        age(old, "status", 30 * 24 + 1);
        age(young, "status", 30 * 24 - 1);
        age(running, "'running', next_at = now() + interval '1 hour'", 30 * 24 + 1);

        upkeep.keepUp().then(upkeep.keepUp()).toFuture().join();

        assertThat(ids("?limit=250")).contains(young, running).doesNotContain(old);
        scene.api.get("/api/v1/background-task/" + old, NOT_FOUND);
        scene.api.send(HttpMethod.POST, "/api/v1/background-task/" + running + "/cancel", null, OK);
    }

    private void age(String task, String status, int hours) {
        scene.execute("UPDATE background_task SET status = " + status + ", updated_at = now() - interval '" + hours
                + " hours' WHERE id = '" + IdKind.TASK.parse(task).orElseThrow() + "'");
    }

    @Test
    void refusesRangesThatAreNone() {
        String path = "/endpoint/" + scene.endpoint(receiver.url("/hook")) + "/recover";

        scene.post(path, Map.of(), UNPROCESSABLE_CONTENT);
        scene.post(path, Map.of("since", "yesterday"), UNPROCESSABLE_CONTENT);
        scene.post(
                path, Map.of("since", "2026-01-02T00:00:00Z", "until", "2026-01-01T00:00:00Z"), UNPROCESSABLE_CONTENT);
    }

    @Test
    void takesAllContentsBack() {
        scene.manyOldMessages(700);

        JsonNode ended = scene.awaitEnd(scene.post("/msg/expunge-all-contents", Map.of(), ACCEPTED));

        assertThat(ended.path("task").stringValue()).isEqualTo("application.purge_content");
        assertThat(sent(ended)).isEqualTo(700);
        assertThat(scene.ask("SELECT count(*) FROM message WHERE payload IS NOT NULL AND " + scene.here()))
                .isEqualTo("0");
    }
}
