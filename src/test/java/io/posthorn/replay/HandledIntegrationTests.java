package io.posthorn.replay;

import static io.posthorn.replay.ReplayScene.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpStatus.ACCEPTED;
import static org.springframework.http.HttpStatus.CONFLICT;
import static org.springframework.http.HttpStatus.NOT_FOUND;
import static org.springframework.http.HttpStatus.NO_CONTENT;
import static org.springframework.http.HttpStatus.OK;
import static org.springframework.http.HttpStatus.UNPROCESSABLE_CONTENT;

import io.posthorn.PosthornTest;
import io.posthorn.id.IdKind;
import io.posthorn.postgres.TestDatabase;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** What failed for good, until somebody has seen to it; and what was delivered. */
@PosthornTest
@DirtiesContext
@TestPropertySource(
        properties = {
            "posthorn.egress.allowed-networks=127.0.0.0/8",
            "posthorn.retry.schedule=20ms",
            "posthorn.pipeline.attempt-timeout=2s",
        })
class HandledIntegrationTests {

    private static final String EVER = "2020-01-01T00:00:00Z";

    @LocalServerPort
    private int port;

    @Autowired
    private TestDatabase database;

    private final ScriptedReceiver receiver = ScriptedReceiver.start();
    private ReplayScene scene;

    @BeforeEach
    void begin() {
        scene = new ReplayScene(port, database);
    }

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    private String failing(String path) {
        receiver.respond(path, Script.status(500));
        return scene.endpoint(receiver.url(path));
    }

    private List<String> failed(int count) {
        List<String> messages = IntStream.range(0, count)
                .mapToObj(i -> scene.send("{\"n\":" + i + "}"))
                .toList();
        scene.awaitSettled();
        return messages;
    }

    private static String mark(String message, String endpoint) {
        return "/msg/" + message + "/endpoint/" + endpoint + "/handled";
    }

    private JsonNode handle(String message, String endpoint, HttpStatus expected) {
        return scene.api.send(HttpMethod.POST, scene.path + mark(message, endpoint), null, expected);
    }

    private void reopen(String message, String endpoint, HttpStatus expected) {
        scene.api.send(HttpMethod.DELETE, scene.path + mark(message, endpoint), null, expected);
    }

    private List<String> messages(String listing) {
        return list(scene.get("/delivery/" + listing)).stream()
                .map(delivery -> delivery.path("msgId").stringValue())
                .toList();
    }

    private int wouldSend(String endpoint, String how, Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>(more);
        body.put("since", EVER);
        return scene.post("/endpoint/" + endpoint + "/" + how + "?dry_run=true", body, OK)
                .path("count")
                .intValue();
    }

    @Test
    void leavesWhatIsHandledOutOfTheReviewAndOfWhatIsSentAgain() {
        String endpoint = failing("/hook");
        List<String> sent = failed(3);

        JsonNode mark = handle(sent.get(1), endpoint, OK);
        JsonNode again = handle(sent.get(1), endpoint, OK);

        assertThat(mark.path("handledBy").stringValue()).isNotEmpty();
        assertThat(again).isEqualTo(mark);
        assertThat(messages("failed")).containsExactly(sent.get(2), sent.get(0));
        assertThat(messages("failed?handled=false")).hasSize(2);
        assertThat(messages("failed?handled=true")).containsExactly(sent.get(1));
        assertThat(scene.get("/delivery/failed/count").path("count").intValue()).isEqualTo(2);
        assertThat(scene.get("/delivery/failed/count?limit=2").toString())
                .isEqualTo("{\"count\":2,\"approximated\":false}");
        assertThat(scene.get("/delivery/failed/count?limit=1").toString())
                .isEqualTo("{\"count\":1,\"approximated\":true}");
        for (String limit : List.of("0", "-1", "100001", "many")) {
            scene.api.get(scene.path + "/delivery/failed/count?limit=" + limit, UNPROCESSABLE_CONTENT);
        }
        assertThat(wouldSend(endpoint, "recover", Map.of())).isEqualTo(2);
        assertThat(wouldSend(endpoint, "recover", Map.of("includeHandled", true)))
                .isEqualTo(3);
        assertThat(wouldSend(endpoint, "bulk-replay", Map.of("status", 2))).isEqualTo(2);
        assertThat(wouldSend(endpoint, "bulk-replay", Map.of("status", 2, "includeHandled", true)))
                .isEqualTo(3);
        JsonNode line = list(scene.get("/msg/" + sent.get(1) + "/destination")).getFirst();
        assertThat(line.path("handledBy").stringValue()).isNotEmpty();
        assertThat(line.path("why").stringValue()).contains("handled by ");
        assertThat(audited(sent.get(1))).containsExactly("delivery.handle " + endpoint);
    }

    private List<String> audited(String subject) {
        return list(scene.api.get("/api/v1/audit?subject=" + subject, OK)).stream()
                .map(entry -> entry.path("action").stringValue() + " "
                        + entry.path("fields").path(0).asString(""))
                .toList();
    }

    @Test
    void opensWhatWasHandledAgain() {
        String endpoint = failing("/hook");
        String message = failed(1).getFirst();
        handle(message, endpoint, OK);

        reopen(message, endpoint, NO_CONTENT);
        reopen(message, endpoint, NO_CONTENT);

        assertThat(messages("failed")).containsExactly(message);
        assertThat(audited(message)).containsExactly("delivery.reopen " + endpoint, "delivery.handle " + endpoint);
    }

    @Test
    void isOpenWhenItFailsOnceMore() {
        String endpoint = failing("/hook");
        String message = failed(1).getFirst();
        handle(message, endpoint, OK);

        scene.resend(message, endpoint);
        receiver.awaitRequests(4);
        scene.awaitSettled();

        assertThat(messages("failed")).containsExactly(message);
        assertThat(messages("failed?handled=true")).isEmpty();
    }

    @Test
    void refusesWhatHasNotFailedAndWhatIsNotThere() {
        String endpoint = scene.endpoint(receiver.url("/ok"));
        String delivered = failed(1).getFirst();
        ReplayScene other = new ReplayScene(port, database);
        String failing = failing("/hook");
        String failed = failed(1).getFirst();

        handle(delivered, endpoint, CONFLICT);
        reopen(delivered, endpoint, CONFLICT);
        handle("none", endpoint, NOT_FOUND);
        handle(failed, "none", NOT_FOUND);
        handle(failed, "ep_2KWPBgLlAfxdpx2AI54pPJ85f4W", NOT_FOUND);
        other.api.send(HttpMethod.POST, other.path + mark(failed, failing), null, NOT_FOUND);
        assertThat(messages("failed")).containsExactly(failed);
        scene.post("/delivery/handle", Map.of(), UNPROCESSABLE_CONTENT);
        scene.post("/delivery/handle", Map.of("deliveries", List.of(Map.of("msgId", failed))), UNPROCESSABLE_CONTENT);
        scene.api.get(scene.path + "/delivery/failed?iterator=" + failed, UNPROCESSABLE_CONTENT);
        scene.api.get(scene.path + "/delivery/failed?handled=maybe", UNPROCESSABLE_CONTENT);
    }

    @Test
    void marksSeveralAtOnceAndSaysWhatBecameOfEach() {
        String endpoint = failing("/hook");
        List<String> sent = failed(2);
        List<Map<String, String>> named = List.of(
                Map.of("msgId", sent.get(0), "endpointId", endpoint),
                Map.of("msgId", "nobody", "endpointId", endpoint),
                Map.of("msgId", sent.get(1), "endpointId", endpoint));

        JsonNode marked = scene.post("/delivery/handle", Map.of("deliveries", named), OK);
        assertThat(messages("failed")).isEmpty();
        JsonNode opened = scene.post("/delivery/handle", Map.of("deliveries", named, "handled", false), OK);

        assertThat(results(marked)).containsExactly("handled", "not-found", "handled");
        assertThat(results(opened)).containsExactly("open", "not-found", "open");
        assertThat(messages("failed")).hasSize(2);
        assertThat(audited(sent.get(1))).hasSize(2);
    }

    private static List<String> results(JsonNode answer) {
        return list(answer).stream()
                .map(result -> result.path("result").stringValue())
                .toList();
    }

    /** More than two pages of a task, all at one endpoint, every third of another type. */
    private void manyFailed(String endpoint, int count) {
        scene.execute("WITH made AS (INSERT INTO message (id, app_id, event_type, channels, tags, payload)"
                + " SELECT uuidv7(interval '-1 minute' + n * interval '1 millisecond'), '" + scene.appUuid()
                + "', CASE WHEN n % 3 = 0 THEN 'other' ELSE 'thing.done' END, '{}', '{}', '{}'::bytea"
                + " FROM generate_series(1, " + count + ") AS n RETURNING id, app_id)"
                + " INSERT INTO delivery (message_id, endpoint_id, app_id, state, attempts)"
                + " SELECT id, '" + IdKind.ENDPOINT.parse(endpoint).orElseThrow() + "', app_id, 2, 10 FROM made");
    }

    @Test
    void marksAllThatFitsInTheBackgroundAndOpensThemAgain() {
        String endpoint = scene.endpoint(receiver.url("/hook"));
        manyFailed(endpoint, 1200);
        String others = scene.endpoint(receiver.url("/others"));
        manyFailed(others, 10);
        Map<String, Object> some = Map.of("since", EVER, "endpointId", endpoint, "eventTypes", List.of("thing.done"));

        assertThat(scene.post("/delivery/handle-all?dry_run=true", some, OK)
                        .path("count")
                        .intValue())
                .isEqualTo(800);
        JsonNode ended = scene.awaitEnd(scene.post("/delivery/handle-all", some, ACCEPTED));

        assertThat(ended.path("task").stringValue()).isEqualTo("application.handle");
        assertThat(ended.path("status").stringValue()).isEqualTo("finished");
        assertThat(ended.path("data").path("messagesSeen").intValue()).isEqualTo(1200);
        assertThat(ended.path("data").path("messagesSent").intValue()).isEqualTo(800);
        assertThat(open()).isEqualTo(410);
        assertThat(scene.ask("SELECT count(DISTINCT handled_by) FROM delivery WHERE handled_at IS NOT NULL AND "
                        + scene.here()))
                .isEqualTo("1");
        assertThat(audited(ended.path("id").stringValue())).containsExactly("application.handle ");

        JsonNode opened =
                scene.awaitEnd(scene.post("/delivery/handle-all", Map.of("since", EVER, "handled", false), ACCEPTED));
        assertThat(opened.path("data").path("messagesSent").intValue()).isEqualTo(800);
        assertThat(open()).isEqualTo(1210);
    }

    private int open() {
        return scene.get("/delivery/failed/count").path("count").intValue();
    }

    @Test
    void narrowsWhatIsMarkedByTheLatestAnswer() {
        String endpoint = failing("/hook");
        receiver.respond("/teapot", Script.status(418));
        scene.endpoint(receiver.url("/teapot"));
        failed(2);
        Map<String, Object> teapots = Map.of("since", EVER, "statusCodeClass", 400);

        assertThat(list(scene.get("/delivery/failed?status_code_class=400"))).hasSize(2);
        scene.awaitEnd(scene.post("/delivery/handle-all", teapots, ACCEPTED));

        assertThat(list(scene.get("/delivery/failed")))
                .hasSize(2)
                .allSatisfy(left ->
                        assertThat(left.path("endpointId").stringValue()).isEqualTo(endpoint))
                .allSatisfy(left ->
                        assertThat(left.path("responseStatusCode").intValue()).isEqualTo(500));
    }

    @Test
    void listsEachEndpointOfAMessageOnceAlsoWhenItWasDeleted() {
        String one = failing("/one");
        String two = failing("/two");
        List<String> sent = failed(2);
        scene.api.send(HttpMethod.DELETE, scene.path + "/endpoint/" + one, null, NO_CONTENT);

        JsonNode first = scene.get("/delivery/failed?limit=3");
        JsonNode second = scene.get(
                "/delivery/failed?limit=3&iterator=" + first.path("iterator").stringValue());
        JsonNode back = scene.get("/delivery/failed?limit=3&iterator="
                + second.path("prevIterator").stringValue());

        assertThat(pairs(first)).hasSize(3).doesNotContainAnyElementsOf(pairs(second));
        assertThat(pairs(second)).hasSize(1);
        assertThat(second.path("done").booleanValue()).isTrue();
        assertThat(pairs(back)).isEqualTo(pairs(first));
        assertThat(messages("failed?endpoint_id=" + one)).containsExactly(sent.get(1), sent.get(0));
        assertThat(list(scene.get("/delivery/failed?endpoint_id=" + one)))
                .allMatch(gone -> gone.path("endpointDeleted").booleanValue());
        handle(sent.get(0), one, OK);
        assertThat(messages("failed")).hasSize(3);
        assertThat(messages("failed?endpoint_id=" + two)).hasSize(2);
    }

    private static List<String> pairs(JsonNode page) {
        return list(page).stream()
                .map(delivery -> delivery.path("msgId").stringValue()
                        + delivery.path("endpointId").stringValue())
                .toList();
    }

    @Test
    void keepsWhatWasDeliveredInTheArchive() {
        failing("/hook");
        String endpoint = scene.endpoint(receiver.url("/ok"));
        String early = scene.sendMessage("{\"eventType\":\"a\",\"eventId\":\"doc-1\",\"payload\":{}}");
        scene.awaitSettled();
        String late = scene.sendMessage("{\"eventType\":\"b\",\"channels\":[\"red\"],\"payload\":{}}");
        scene.awaitSettled();
        scene.resend(early, endpoint);
        scene.awaitSettled();

        JsonNode archive = scene.get("/delivery/delivered");
        assertThat(list(archive)).hasSize(2);
        JsonNode newest = list(archive).getFirst();
        assertThat(newest.path("msgId").stringValue()).isEqualTo(early);
        assertThat(newest.path("eventId").stringValue()).isEqualTo("doc-1");
        assertThat(newest.path("endpointId").stringValue()).isEqualTo(endpoint);
        assertThat(newest.path("responseStatusCode").intValue()).isEqualTo(200);
        assertThat(newest.path("attempts").intValue()).isEqualTo(2);
        assertThat(messages("delivered?msg_id=doc-1")).containsExactly(early);
        assertThat(messages("delivered?event_types=b")).containsExactly(late);
        assertThat(messages("delivered?channel=red&endpoint_id=" + endpoint)).containsExactly(late);
        assertThat(messages("delivered?limit=1")).containsExactly(early);
        assertThat(messages("delivered?limit=1&iterator="
                        + scene.get("/delivery/delivered?limit=1")
                                .path("iterator")
                                .stringValue()))
                .containsExactly(late);
        assertThat(messages("failed?msg_id=doc-1")).containsExactly(early);
    }
}
