package io.posthorn.ledger;

import static io.posthorn.ledger.LedgerScene.atmpt;
import static io.posthorn.ledger.LedgerScene.ep;
import static io.posthorn.ledger.LedgerScene.ids;
import static io.posthorn.ledger.LedgerScene.msg;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpStatus.NOT_FOUND;
import static org.springframework.http.HttpStatus.UNPROCESSABLE_CONTENT;

import io.posthorn.PosthornTest;
import io.posthorn.postgres.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@PosthornTest
class AttemptApiIntegrationTests {

    @LocalServerPort
    private int port;

    private final TestDatabase database;
    private @Nullable LedgerScene made;

    @Autowired
    AttemptApiIntegrationTests(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void makeAnApplication() {
        made = new LedgerScene(port, database);
    }

    private LedgerScene scene() {
        return Objects.requireNonNull(made);
    }

    @Test
    void showsAnAttemptWithEveryFieldOfTheSchema() {
        UUID message = scene().message();
        UUID attempt = scene().attempt(message, 204);

        JsonNode shown = scene().get("/msg/" + msg(message) + "/attempt/" + atmpt(attempt));

        assertThat(shown.propertyNames())
                .containsExactlyInAnyOrder(
                        "id",
                        "msgId",
                        "endpointId",
                        "url",
                        "status",
                        "statusText",
                        "responseStatusCode",
                        "responseDurationMs",
                        "response",
                        "triggerType",
                        "timestamp");
        assertThat(shown.path("id").stringValue()).isEqualTo(atmpt(attempt));
        assertThat(shown.path("msgId").stringValue()).isEqualTo(msg(message));
        assertThat(shown.path("endpointId").stringValue()).isEqualTo(ep(scene().endpoint));
        assertThat(shown.path("url").stringValue()).isEqualTo("https://example.com/hook");
        assertThat(shown.path("status").intValue()).isZero();
        assertThat(shown.path("statusText").stringValue()).isEqualTo("success");
        assertThat(shown.path("responseStatusCode").intValue()).isEqualTo(204);
        assertThat(shown.path("responseDurationMs").intValue()).isEqualTo(250);
        assertThat(shown.path("response").stringValue()).isEqualTo("ok");
        assertThat(shown.path("triggerType").intValue()).isZero();
        assertThat(Instant.parse(shown.path("timestamp").stringValue()))
                .isEqualTo(scene().then.minusMillis(250));
    }

    @Test
    void showsWhyThereWasNoAnswer() {
        UUID message = scene().message();

        JsonNode shown = scene().get("/msg/" + msg(message) + "/attempt/" + atmpt(scene().attempt(message, 0)));

        assertThat(shown.path("response").stringValue()).isEqualTo("connection refused");
        assertThat(shown.path("status").intValue()).isEqualTo(2);
        assertThat(shown.path("statusText").stringValue()).isEqualTo("fail");
        assertThat(shown.path("responseStatusCode").intValue()).isZero();
    }

    @Test
    void showsResponsesThatAreNoText() {
        UUID message = scene().message();
        byte[] odd = {'a', (byte) 0xff, 0, 'b'};
        scene().rows.attempt(scene().app, message, scene().endpoint, scene().then, 500, null, odd);
        byte[] text = "é\n".getBytes(StandardCharsets.UTF_8);
        scene().rows.attempt(scene().app, message, scene().endpoint, scene().then, 500, null, text);

        assertThat(scene().get("/attempt/msg/" + msg(message)).path("data").valueStream())
                .extracting(attempt -> attempt.path("response").stringValue())
                .containsExactly("é\n", "a\ufffd\u0000b");
        assertThat(scene().get("/attempt/msg/" + msg(message) + "?with_content=false")
                        .path("data")
                        .valueStream())
                .extracting(attempt -> attempt.path("response").stringValue())
                .containsExactly("", "");
    }

    @Test
    void listsAMessagesAttemptsNewestFirstAndPagesBothWays() {
        UUID message = scene().message();
        scene().attempt(scene().message(), 200);
        List<String> newestFirst = IntStream.range(0, 5)
                .mapToObj(i -> atmpt(scene().attempt(message, 500)))
                .toList()
                .reversed();
        String path = "/attempt/msg/" + msg(message) + "?limit=2";

        JsonNode first = scene().get(path);
        JsonNode second =
                scene().get(path + "&iterator=" + first.path("iterator").stringValue());
        JsonNode back =
                scene().get(path + "&iterator=" + second.path("prevIterator").stringValue());

        assertThat(scene().pages(path)).isEqualTo(newestFirst);
        assertThat(ids(back)).isEqualTo(newestFirst.subList(0, 2));
        assertThat(back.path("done").booleanValue()).isTrue();
    }

    @Test
    void listsAnEndpointsAttemptsByIdOrUid() {
        String attempt = atmpt(scene().attempt(scene().message(), 200));
        UUID other = scene().endpoint("other");
        UUID message = scene().message();
        String atOther = atmpt(scene().rows.attempt(scene().app, message, other, scene().then, 200, null));

        assertThat(ids(scene().get("/attempt/endpoint/" + ep(scene().endpoint))))
                .containsExactly(attempt);
        assertThat(ids(scene().get("/attempt/endpoint/other"))).containsExactly(atOther);
        assertThat(ids(scene().get("/attempt/msg/" + msg(message) + "?endpoint_id=other")))
                .containsExactly(atOther);
        assertThat(ids(scene().get("/attempt/msg/" + msg(message) + "?endpoint_id=" + ep(scene().endpoint))))
                .isEmpty();
    }

    @Test
    void filtersByStatusCodeTypeChannelAndTime() {
        LedgerScene scene = scene();
        UUID message = scene.rows.message(scene.app, scene.then, "shop.paid", List.of("a"), "{}");
        UUID other = scene.rows.message(scene.app, scene.then, "other", List.of("b"), "{}");
        String good = atmpt(scene.rows.attempt(scene.app, message, scene.endpoint, scene.then, 200, null));
        String bad = atmpt(scene.rows.attempt(scene.app, other, scene.endpoint, scene.then.plusSeconds(1), 503, null));
        String none = atmpt(scene.rows.attempt(scene.app, other, scene.endpoint, scene.then.plusSeconds(2), 0, null));

        String path = "/attempt/endpoint/" + ep(scene.endpoint) + "?";
        assertThat(ids(scene.get(path + "status=0"))).containsExactly(good);
        assertThat(ids(scene.get(path + "status=2"))).containsExactly(none, bad);
        assertThat(ids(scene.get(path + "status=1"))).isEmpty();
        assertThat(ids(scene.get(path + "status_code_class=500"))).containsExactly(bad);
        assertThat(ids(scene.get(path + "status_code_class=0"))).containsExactly(none);
        assertThat(ids(scene.get(path + "event_types=shop.paid"))).containsExactly(good);
        assertThat(ids(scene.get(path + "channel=b"))).containsExactly(none, bad);
        assertThat(ids(scene.get(path + "after=" + scene.then))).containsExactly(none, bad);
        assertThat(ids(scene.get(path + "before=" + scene.then.plusSeconds(1)))).containsExactly(good);
        assertThat(scene.pages(path + "status=2&limit=1")).containsExactly(none, bad);
        assertThat(ids(scene.get("/attempt/msg/" + msg(other) + "?status_code_class=500&channel=b&event_types=other")))
                .containsExactly(bad);
    }

    @Test
    void refusesFiltersThatDoNotExist() {
        String path = scene().path + "/attempt/endpoint/" + ep(scene().endpoint) + "?";

        assertThat(List.of("status=5", "status=success", "status_code_class=404", "status_code_class=-1"))
                .allSatisfy(query -> scene().api.get(path + query, UNPROCESSABLE_CONTENT));
    }

    @Test
    void knowsNothingOfOtherTenants() {
        LedgerScene other = new LedgerScene(port, database);
        UUID theirs = other.message();
        UUID theirAttempt = other.attempt(theirs, 200);
        UUID ours = scene().message();

        assertThat(List.of(
                        "/attempt/msg/" + msg(theirs),
                        "/attempt/endpoint/" + ep(other.endpoint),
                        "/attempt/msg/" + msg(ours) + "?endpoint_id=" + ep(other.endpoint),
                        "/msg/" + msg(theirs) + "/attempt/" + atmpt(theirAttempt),
                        "/msg/" + msg(ours) + "/attempt/" + atmpt(theirAttempt),
                        "/msg/" + msg(ours) + "/attempt/nonsense",
                        "/msg/" + msg(theirs) + "/endpoint",
                        "/endpoint/" + ep(other.endpoint) + "/msg"))
                .allSatisfy(path -> scene().api.get(scene().path + path, NOT_FOUND));
    }

    @Test
    void doesNotMixAttemptsOfTwoMessages() {
        UUID message = scene().message();
        UUID attempt = scene().attempt(scene().message(), 200);

        scene().api.get(scene().path + "/msg/" + msg(message) + "/attempt/" + atmpt(attempt), NOT_FOUND);
    }

    @Test
    void showsHowFarAMessageHasComeWithEachEndpoint() {
        UUID message = scene().message();
        scene().attempt(message, 200);
        UUID waiting = scene().endpoint("waiting");
        Instant due = Instant.parse("2099-01-01T00:00:00Z");
        scene().rows.attempt(scene().app, message, waiting, scene().then, 500, null);
        scene().rows.delivery(scene().app, message, waiting, 0, due);

        JsonNode page = scene().get("/msg/" + msg(message) + "/endpoint");

        assertThat(ids(page)).containsExactly(ep(waiting), ep(scene().endpoint));
        JsonNode shown = page.path("data").get(0);
        assertThat(shown.path("status").intValue()).isEqualTo(1);
        assertThat(shown.path("statusText").stringValue()).isEqualTo("pending");
        assertThat(Instant.parse(shown.path("nextAttempt").stringValue())).isEqualTo(due);
        assertThat(shown.path("uid").stringValue()).isEqualTo("waiting");
        assertThat(shown.path("url").stringValue()).isEqualTo("https://example.com/hook");
        assertThat(shown.propertyNames()).contains("description", "disabled", "createdAt", "updatedAt");
        assertThat(scene().pages("/msg/" + msg(message) + "/endpoint?limit=1"))
                .containsExactly(ep(waiting), ep(scene().endpoint));
    }

    @Test
    void showsHowFarAnEndpointsMessagesHaveCome() {
        LedgerScene scene = scene();
        UUID delivered = scene.rows.message(scene.app, scene.then, "shop.paid", List.of("a"), "{\"n\": 1.10}");
        scene.attempt(delivered, 200);
        UUID failed = scene.rows.message(scene.app, scene.then, "other", List.of("b"), "{}");
        scene.attempt(failed, 500);
        scene.rows.delivery(scene.app, failed, scene.endpoint, 2, null);
        String path = "/endpoint/" + ep(scene.endpoint) + "/msg?";

        JsonNode page = scene.get(path);

        assertThat(ids(page)).containsExactly(msg(failed), msg(delivered));
        assertThat(page.path("data").get(0).propertyNames())
                .containsExactlyInAnyOrder(
                        "id",
                        "eventType",
                        "eventId",
                        "channels",
                        "payload",
                        "timestamp",
                        "status",
                        "statusText",
                        "nextAttempt");
        assertThat(page.path("data").valueStream().map(item -> item.path("statusText")
                        .stringValue()))
                .containsExactly("fail", "success");
        assertThat(ids(scene.get(path + "status=2"))).containsExactly(msg(failed));
        assertThat(ids(scene.get(path + "status=0"))).containsExactly(msg(delivered));
        assertThat(ids(scene.get(path + "channel=a&event_types=shop.paid"))).containsExactly(msg(delivered));
        assertThat(scene.pages(path + "limit=1")).containsExactly(msg(failed), msg(delivered));
    }
}
