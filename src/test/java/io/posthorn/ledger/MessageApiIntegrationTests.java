package io.posthorn.ledger;

import static io.posthorn.ledger.LedgerScene.ids;
import static io.posthorn.ledger.LedgerScene.msg;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpStatus.NOT_FOUND;
import static org.springframework.http.HttpStatus.UNPROCESSABLE_CONTENT;

import io.posthorn.PosthornTest;
import io.posthorn.postgres.FreshDatabaseInitializer;
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
class MessageApiIntegrationTests {

    @LocalServerPort
    private int port;

    private final TestDatabase database;
    private @Nullable LedgerScene made;

    @Autowired
    MessageApiIntegrationTests(TestDatabase database) {
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
    void showsAMessageWithEveryFieldOfTheSchema() {
        UUID id = scene().rows
                .message(
                        new MessageOut(
                                LedgerRows.id(scene().then),
                                "shop.paid",
                                "order-1",
                                List.of("a", "b"),
                                List.of("t"),
                                new byte[0],
                                Terms.NONE),
                        scene().app,
                        "{\"n\": 1.10}");

        JsonNode shown = scene().get("/msg/" + msg(id));

        assertThat(shown.propertyNames())
                .containsExactlyInAnyOrder("id", "eventType", "eventId", "channels", "tags", "payload", "timestamp");
        assertThat(shown.path("id").stringValue()).isEqualTo(msg(id));
        assertThat(shown.path("eventType").stringValue()).isEqualTo("shop.paid");
        assertThat(shown.path("eventId").stringValue()).isEqualTo("order-1");
        assertThat(shown.path("channels").valueStream().map(JsonNode::stringValue))
                .containsExactly("a", "b");
        assertThat(Instant.parse(shown.path("timestamp").stringValue())).isEqualTo(scene().then);
    }

    @Test
    void showsThePayloadByteForByteAloneAndInTheList() {
        String payload = "{ \"n\" : 1.10,\"n\":0.1234567890123456789012345, \"é\": \"\\u00e9\" }";
        UUID id = scene().rows.message(scene().app, scene().then, "shop.paid", List.of(), payload);

        assertThat(text("/msg/" + msg(id))).contains("\"payload\":" + payload + ",");
        assertThat(text("/msg")).contains("\"payload\":" + payload + ",");
    }

    @Test
    void leavesThePayloadOutWhereNobodyAskedForItOrItIsGone() {
        UUID id = scene().message();
        UUID expunged = scene().rows.message(scene().app, scene().then, "shop.paid", List.of(), null);

        assertThat(scene().get("/msg/" + msg(id) + "?with_content=false")
                        .path("payload")
                        .isEmpty())
                .isTrue();
        assertThat(scene().get("/msg?with_content=false")
                        .path("data")
                        .get(0)
                        .path("payload")
                        .isEmpty())
                .isTrue();
        assertThat(text("/msg/" + msg(expunged))).contains("\"payload\":{\"expired\":true}");
    }

    @Test
    void findsAMessageByItsEventId() {
        UUID id = scene().message();
        scene().rows
                .key(
                        MessageKeys.eventIdHash(scene().app, "order-7"),
                        id,
                        Instant.now().plusSeconds(60));

        assertThat(scene().get("/msg/order-7").path("id").stringValue()).isEqualTo(msg(id));
        assertThat(ids(scene().get("/attempt/msg/order-7"))).isEmpty();
    }

    @Test
    void knowsNothingOfOtherTenants() {
        LedgerScene other = new LedgerScene(port, database);
        UUID theirs = other.message();
        other.rows.key(
                MessageKeys.eventIdHash(other.app, "order-8"),
                theirs,
                Instant.now().plusSeconds(60));

        JsonNode refused = scene().api.get(scene().path + "/msg/" + msg(theirs), NOT_FOUND);
        JsonNode unknown = scene().api.get(scene().path + "/msg/" + msg(LedgerRows.id(scene().then)), NOT_FOUND);
        scene().api.get(scene().path + "/msg/order-8", NOT_FOUND);
        scene().api.get("/api/v1/app/nobody/msg", NOT_FOUND);

        assertThat(refused.path("detail").stringValue().replaceAll("msg_\\w+", ""))
                .isEqualTo(unknown.path("detail").stringValue().replaceAll("msg_\\w+", ""));
        assertThat(ids(scene().get("/msg"))).isEmpty();
    }

    @Test
    void listsTheNewestFirstAndPagesBothWays() {
        List<String> newestFirst = IntStream.range(0, 7)
                .mapToObj(i -> msg(scene().message()))
                .toList()
                .reversed();

        JsonNode first = scene().get("/msg?limit=3");
        JsonNode second =
                scene().get("/msg?limit=3&iterator=" + first.path("iterator").stringValue());
        JsonNode third =
                scene().get("/msg?limit=3&iterator=" + second.path("iterator").stringValue());
        JsonNode back = scene().get(
                        "/msg?limit=3&iterator=" + third.path("prevIterator").stringValue());
        JsonNode start =
                scene().get("/msg?limit=3&iterator=" + back.path("prevIterator").stringValue());

        assertThat(ids(first)).isEqualTo(newestFirst.subList(0, 3));
        assertThat(ids(second)).isEqualTo(newestFirst.subList(3, 6));
        assertThat(ids(third)).isEqualTo(newestFirst.subList(6, 7));
        assertThat(ids(back)).isEqualTo(newestFirst.subList(3, 6));
        assertThat(ids(start)).isEqualTo(newestFirst.subList(0, 3));
        assertThat(List.of(first, second, third, back, start))
                .extracting(page -> page.path("done").booleanValue())
                .containsExactly(false, false, true, false, true);
    }

    @Test
    void pagesPastMessagesThatComeMeanwhileWithoutLosingOrDoublingAny() {
        List<String> before = IntStream.range(0, 5)
                .mapToObj(i -> msg(scene().message()))
                .toList()
                .reversed();
        JsonNode first = scene().get("/msg?limit=2");
        String late = msg(scene().message());

        JsonNode second =
                scene().get("/msg?limit=2&iterator=" + first.path("iterator").stringValue());
        JsonNode newer = scene().get(
                        "/msg?limit=2&iterator=" + first.path("prevIterator").stringValue());

        assertThat(ids(second)).isEqualTo(before.subList(2, 4));
        assertThat(ids(newer)).containsExactly(late);
        assertThat(newer.path("done").booleanValue()).isTrue();
    }

    @Test
    void endsAPageEarlyWhereItsPayloadsAreLargeAndSaysThatThereIsMore() {
        String large = "{\"a\":\"" + "x".repeat(3 << 20) + "\"}";
        List<String> newestFirst = IntStream.range(0, 5)
                .mapToObj(i -> msg(scene().rows.message(scene().app, scene().then, "large", List.of(), large)))
                .toList()
                .reversed();

        JsonNode first = scene().get("/msg?limit=5");
        JsonNode last = scene().get("/msg?limit=5&iterator=-" + newestFirst.getLast());

        assertThat(ids(first)).isEqualTo(newestFirst.subList(0, 2));
        assertThat(first.path("done").booleanValue()).isFalse();
        assertThat(scene().pages("/msg?limit=5")).isEqualTo(newestFirst);
        assertThat(ids(last)).isEqualTo(newestFirst.subList(2, 4));
        assertThat(ids(scene().get("/msg?limit=5&with_content=false"))).isEqualTo(newestFirst);
    }

    @Test
    void filtersByTypeChannelAndTime() {
        LedgerScene scene = scene();
        String paid = msg(scene.rows.message(scene.app, scene.then, "shop.paid", List.of("a"), "{}"));
        String sent = msg(scene.rows.message(scene.app, scene.then.plusSeconds(10), "shop.sent", List.of("b"), "{}"));
        String other = msg(scene.rows.message(scene.app, scene.then.plusSeconds(20), "other", List.of("a", "b"), "{}"));

        assertThat(ids(scene.get("/msg?event_types=shop.paid"))).containsExactly(paid);
        assertThat(ids(scene.get("/msg?event_types=shop.paid,other"))).containsExactly(other, paid);
        assertThat(ids(scene.get("/msg?event_types=shop.paid&event_types=shop.sent")))
                .containsExactly(sent, paid);
        assertThat(ids(scene.get("/msg?channel=b"))).containsExactly(other, sent);
        assertThat(ids(scene.get("/msg?after=" + scene.then))).containsExactly(other, sent);
        assertThat(ids(scene.get("/msg?before=" + scene.then.plusSeconds(20)))).containsExactly(sent, paid);
        assertThat(ids(scene.get("/msg?after=" + scene.then + "&before=" + scene.then.plusSeconds(20))))
                .containsExactly(sent);
        assertThat(scene.pages("/msg?limit=1&channel=b")).containsExactly(other, sent);
    }

    @Test
    void refusesWhatItCannotRead() {
        for (String query : List.of(
                "limit=0",
                "limit=251",
                "iterator=ep_1srOrx2ZWZBpBUvZwXKQmoEYga2",
                "iterator=nonsense",
                "channel=a%20b",
                "event_types=a%20b",
                "before=yesterday",
                "after=2026-01-01")) {
            JsonNode problem = scene().api.get(scene().path + "/msg?" + query, UNPROCESSABLE_CONTENT);
            assertThat(problem.path("detail").get(0).path("loc").get(1).stringValue())
                    .isEqualTo(query.substring(0, query.indexOf('=')));
        }
    }

    @Test
    void takesTimesFarOutOfRange() {
        String id = msg(scene().message());

        assertThat(ids(scene().get("/msg?before=+999999999-01-01T00:00:00Z&after=-0005-01-01T00:00:00Z")))
                .containsExactly(id);
        assertThat(ids(scene().get("/msg?before=1969-01-01T00:00:00Z"))).isEmpty();
        assertThat(ids(scene().get("/msg?before=9999-12-31T23:59:59+01:00"))).containsExactly(id);
    }

    private String text(String below) {
        byte[] body = scene().api
                .anonymous()
                .get()
                .uri(scene().path + below)
                .header("Authorization", "Bearer " + FreshDatabaseInitializer.ADMIN_KEY)
                .exchange()
                .expectHeader()
                .contentType("application/json")
                .expectBody()
                .returnResult()
                .getResponseBody();
        return new String(Objects.requireNonNull(body), StandardCharsets.UTF_8);
    }
}
