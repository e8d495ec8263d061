package io.posthorn.ledger;

import static io.posthorn.ledger.LedgerScene.atmpt;
import static io.posthorn.ledger.LedgerScene.ep;
import static io.posthorn.ledger.LedgerScene.ids;
import static io.posthorn.ledger.LedgerScene.msg;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpStatus.UNPROCESSABLE_CONTENT;

import io.posthorn.PosthornTest;
import io.posthorn.postgres.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
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

/** Listings while the ledger grows, and every filter that they have in common. */
@PosthornTest
class ListingIntegrationTests {

    @LocalServerPort
    private int port;

    private final TestDatabase database;
    private @Nullable LedgerScene made;

    @Autowired
    ListingIntegrationTests(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void makeAnApplication() {
        made = new LedgerScene(port, database);
    }

    private LedgerScene scene() {
        return Objects.requireNonNull(made);
    }

    private List<String> messages(int count) {
        return IntStream.range(0, count).mapToObj(_ -> msg(scene().message())).toList();
    }

    @Test
    void readsEveryOldMessageOnceWhileNewOnesComeIn() {
        List<String> old = messages(9);
        List<String> read = new ArrayList<>();
        JsonNode page = scene().get("/msg?limit=2");
        read.addAll(ids(page));
        while (!page.path("done").booleanValue()) {
            messages(3);
            page = scene().get("/msg?limit=2&iterator=" + page.path("iterator").stringValue());
            read.addAll(ids(page));
        }

        assertThat(read).containsExactlyElementsOf(old.reversed());
    }

    @Test
    void findsTheNewOnesOnTheWayBackAndSaysWhenThatIsAll() {
        List<String> old = messages(3);
        JsonNode first = scene().get("/msg?limit=2");
        List<String> young = messages(3);

        String back = "/msg?limit=2&iterator=";
        JsonNode nearest = scene().get(back + first.path("prevIterator").stringValue());
        JsonNode rest = scene().get(back + nearest.path("prevIterator").stringValue());

        assertThat(ids(first)).containsExactly(old.get(2), old.get(1));
        assertThat(ids(nearest)).containsExactly(young.get(1), young.get(0));
        assertThat(nearest.path("done").booleanValue()).isFalse();
        assertThat(ids(rest)).containsExactly(young.get(2));
        assertThat(rest.path("done").booleanValue()).isTrue();
    }

    private UUID message(String type, List<String> channels, List<String> tags, @Nullable String eventId) {
        LedgerScene scene = scene();
        MessageOut message =
                new MessageOut(LedgerRows.id(scene.then), type, eventId, channels, tags, new byte[0], Terms.NONE);
        return scene.rows.message(message, scene.app, "{}");
    }

    @Test
    void filtersByTagChannelAndTypeEverywhere() {
        UUID tagged = message("a", List.of("room:1"), List.of("paid/eu"), null);
        UUID other = message("b", List.of("room:2"), List.of("free"), null);
        UUID third = message("c", List.of(), List.of(), null);
        String ofTagged = atmpt(scene().attempt(tagged, 200));
        String ofOther = atmpt(scene().attempt(other, 500));
        scene().attempt(third, 200);
        String endpoint = ep(scene().endpoint);

        assertThat(ids(scene().get("/msg?tag=paid/eu"))).containsExactly(msg(tagged));
        assertThat(ids(scene().get("/msg?channel=room:2"))).containsExactly(msg(other));
        assertThat(ids(scene().get("/msg?event_types=a&event_types=b"))).containsExactly(msg(other), msg(tagged));
        assertThat(ids(scene().get("/msg?event_types=a,b"))).containsExactly(msg(other), msg(tagged));
        assertThat(ids(scene().get("/attempt/endpoint/" + endpoint + "?tag=paid/eu")))
                .containsExactly(ofTagged);
        assertThat(ids(scene().get("/attempt/msg/" + msg(other) + "?tag=free"))).containsExactly(ofOther);
        assertThat(ids(scene().get("/attempt/msg/" + msg(other) + "?tag=paid/eu")))
                .isEmpty();
        assertThat(ids(scene().get("/endpoint/" + endpoint + "/msg?tag=free"))).containsExactly(msg(other));
        assertThat(scene().get("/attempt/endpoint/" + endpoint + "/count?event_types=a,c")
                        .path("count")
                        .intValue())
                .isEqualTo(2);
        assertThat(scene().get("/attempt/endpoint/" + endpoint + "/count?channel=room:2&status_code_class=500")
                        .path("count")
                        .intValue())
                .isEqualTo(1);
    }

    @Test
    void findsMessagesByTheirStateWithAnyEndpoint() {
        UUID second = scene().endpoint("second-" + UUID.randomUUID());
        Instant soon = Instant.now().plusSeconds(3_600);
        UUID delivered = scene().message();
        scene().attempt(delivered, 200);
        UUID half = scene().message();
        scene().attempt(half, 200);
        scene().rows.attempt(scene().app, half, second, scene().then, 500, null);
        scene().rows.delivery(scene().app, half, second, 2, null);
        UUID waiting = scene().message();
        scene().rows.attempt(scene().app, waiting, second, scene().then, 500, soon);
        owned(waiting);
        UUID parked = scene().message();
        scene().rows.attempt(scene().app, parked, second, scene().then, 500, soon);
        scene().rows.delivery(scene().app, parked, second, 0, soon);
        UUID begun = scene().message();
        owned(begun);
        UUID later = scene().message();
        scene().rows.run("INSERT INTO scheduled (message_id, deliver_at) VALUES (?, now() + interval '1 h')", later);

        assertThat(ids(scene().get("/msg?status=0"))).containsExactly(msg(half), msg(delivered));
        assertThat(ids(scene().get("/msg?status=1"))).containsExactly(msg(later), msg(parked), msg(waiting));
        assertThat(ids(scene().get("/msg?status=2"))).containsExactly(msg(half));
        assertThat(ids(scene().get("/msg?status=3"))).containsExactly(msg(begun));
        assertThat(ids(scene().get("/msg?status=4"))).isEmpty();
        assertThat(scene().pages("/msg?limit=1&status=1")).containsExactly(msg(later), msg(parked), msg(waiting));
        scene().rows.run("DELETE FROM pending WHERE message_id IN (?, ?)", waiting, begun);
    }

    /** As if the node had it in hand, which else would take it up at once. */
    private void owned(UUID message) {
        scene().rows.run("INSERT INTO pending SELECT ?, id FROM node WHERE fenced_at IS NULL LIMIT 1", message);
    }

    @Test
    void saysWhatAParameterMayBe() {
        String endpoint = "/attempt/endpoint/" + ep(scene().endpoint);

        assertThat(List.of(
                        "/msg?tag=a%20b",
                        "/msg?channel=",
                        "/msg?with_content=maybe",
                        "/msg?after=yesterday",
                        "/msg?status=lost",
                        endpoint + "?with_msg=1",
                        endpoint + "?expanded_statuses=yes",
                        endpoint + "/count?status=9",
                        "/endpoint/" + ep(scene().endpoint) + "/stats?since=never"))
                .filteredOn(path -> !path.endsWith("="))
                .allSatisfy(path -> assertThat(scene().api
                                .get(scene().path + path, UNPROCESSABLE_CONTENT)
                                .path("detail")
                                .get(0)
                                .path("msg")
                                .stringValue())
                        .startsWith("must be "));
    }

    @Test
    void findsAMessageByItsEventIdForAsLongAsItIsKept() {
        UUID message = message("a", List.of(), List.of(), "order-1");
        new LedgerScene(port, database).message();

        assertThat(scene().get("/msg/order-1").path("id").stringValue()).isEqualTo(msg(message));
        assertThat(scene().rows.count("message_key WHERE message_id = '" + message + "'"))
                .isZero();
    }

    @Test
    void cutsAPageOfAttemptsWhereTheirMessagesAreTooMuch() {
        String payload = "{\"x\":\"" + "x".repeat(3 << 20) + "\"}";
        List<String> newestFirst = IntStream.range(0, 4)
                .mapToObj(_ -> scene().rows.message(scene().app, scene().then, "big", List.of(), payload))
                .map(message -> atmpt(scene().attempt(message, 200)))
                .toList()
                .reversed();
        String path = "/attempt/endpoint/" + ep(scene().endpoint) + "?with_msg=true&limit=3";

        JsonNode first = scene().get(path);
        JsonNode second =
                scene().get(path + "&iterator=" + first.path("iterator").stringValue());
        JsonNode back = scene().get(path + "&iterator=-" + newestFirst.get(3));

        assertThat(ids(first)).containsExactlyElementsOf(newestFirst.subList(0, 2));
        assertThat(first.path("done").booleanValue()).isFalse();
        assertThat(ids(second)).containsExactlyElementsOf(newestFirst.subList(2, 4));
        assertThat(second.path("done").booleanValue()).isTrue();
        assertThat(ids(back)).containsExactlyElementsOf(newestFirst.subList(1, 3));
        assertThat(back.path("done").booleanValue()).isFalse();
        assertThat(first.path("data")
                        .get(0)
                        .path("msg")
                        .path("payload")
                        .path("x")
                        .stringValue())
                .hasSize(3 << 20);
    }
}
