package io.posthorn.notify;

import static io.posthorn.notify.Office.OPERATIONAL;
import static io.posthorn.notify.Office.idOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.PATCH;
import static org.springframework.http.HttpMethod.PUT;
import static org.springframework.http.HttpStatus.ACCEPTED;
import static org.springframework.http.HttpStatus.NOT_FOUND;
import static org.springframework.http.HttpStatus.NO_CONTENT;
import static org.springframework.http.HttpStatus.OK;
import static org.springframework.http.HttpStatus.UNPROCESSABLE_CONTENT;

import io.posthorn.PosthornTest;
import io.posthorn.endpoint.EndpointHealth;
import io.posthorn.id.IdKind;
import io.posthorn.postgres.TestDatabase;
import io.posthorn.receiver.Script;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/**
 * A product whose documents go to the archive when their webhook is delivered, and back to review when it is not: what
 * it is told, and when. Five attempts; the last one comes after a wait outside memory.
 */
@PosthornTest
@DirtiesContext
@TestPropertySource(
        properties = {
            "posthorn.egress.allowed-networks=127.0.0.0/8",
            "posthorn.retry.schedule=50ms,50ms,50ms,600ms",
            "posthorn.retry.jitter=0",
            "posthorn.pipeline.park-after=300ms",
        })
class OperationalWebhooksIntegrationTests {

    @LocalServerPort
    private int port;

    @Autowired
    private TestDatabase database = new TestDatabase("", 0, "", "", "");

    @Autowired
    @SuppressWarnings("NullAway.Init")
    private EndpointHealth health;

    @SuppressWarnings("NullAway.Init")
    private Office office;

    @BeforeEach
    void openTheOffice() {
        office = new Office(port);
    }

    @AfterEach
    void closeTheOffice() {
        office.close();
    }

    @Test
    void archivesWhatWasDeliveredWithAndWithoutABody() {
        office.listen("message.delivered");
        String endpoint = office.endpoint("/export", Script.status(204), Script.status(200, "stored as 4711"));

        String silent = office.publish("doc-1");
        JsonNode first = office.awaitTold("message.delivered").path("data");
        office.publish("doc-2");
        await().until(() -> office.told("message.delivered").size() == 2);
        JsonNode second = office.told("message.delivered").getLast().path("data");

        assertThat(first.path("msgId").stringValue()).isEqualTo(silent);
        assertThat(first.path("msgEventId").stringValue()).isEqualTo("doc-1");
        assertThat(first.path("appUid").stringValue()).isEqualTo("workspace");
        assertThat(first.path("endpointId").stringValue()).isEqualTo(endpoint);
        assertThat(first.path("endpointUid").stringValue()).isEqualTo("export");
        assertThat(first.path("channels").path(0).stringValue()).isEqualTo("inbox_1");
        assertThat(first.path("tags").path(0).stringValue()).isEqualTo("urgent");
        assertThat(first.path("lastAttempt").path("responseStatusCode").intValue())
                .isEqualTo(204);
        assertThat(first.path("lastAttempt").path("response").stringValue()).isEmpty();
        assertThat(second.path("msgEventId").stringValue()).isEqualTo("doc-2");
        assertThat(second.path("lastAttempt").path("response").stringValue()).isEqualTo("stored as 4711");
    }

    @Test
    void setsBackToReviewWhatWasRefusedToTheEnd() {
        office.listen("message.attempt.exhausted", "message.attempt.failing", "message.completed");
        office.endpoint("/export", Script.status(500, "no such workspace"));

        String message = office.publish("doc-3");
        JsonNode exhausted = office.awaitTold("message.attempt.exhausted");
        JsonNode result = office.awaitTold("message.completed").path("data");

        JsonNode data = exhausted.path("data");
        assertThat(data.path("msgId").stringValue()).isEqualTo(message);
        assertThat(data.path("msgEventId").stringValue()).isEqualTo("doc-3");
        assertThat(data.path("attempts").intValue()).isEqualTo(5);
        assertThat(data.path("lastAttempt").path("responseStatusCode").intValue())
                .isEqualTo(500);
        assertThat(data.path("lastAttempt").path("response").stringValue()).isEqualTo("no such workspace");
        assertThat(office.told("message.attempt.failing")).singleElement().satisfies(failing -> assertThat(
                        failing.path("data").path("attempts").intValue())
                .isEqualTo(4));
        assertThat(result.path("status").stringValue()).isEqualTo("failed");
        assertThat(result.path("endpoints").path(0).path("status").stringValue())
                .isEqualTo("exhausted");
        assertThat(office.told("message.completed")).hasSize(1);
    }

    @Test
    void tellsThatWhatWasFailingIsThereAfterAll() {
        office.listen("message.attempt.failing", "message.attempt.recovered", "message.attempt.exhausted");
        Script no = Script.status(503);
        office.endpoint("/export", no, no, no, no, Script.ok());

        String message = office.publish("doc-4");

        JsonNode recovered = office.awaitTold("message.attempt.recovered").path("data");
        assertThat(recovered.path("msgId").stringValue()).isEqualTo(message);
        assertThat(recovered.path("attempts").intValue()).isEqualTo(5);
        assertThat(office.types()).containsExactlyInAnyOrder("message.attempt.failing", "message.attempt.recovered");
    }

    @Test
    void tellsThatWhatWasExhaustedIsThereOnceAPersonSentItAgain() {
        office.listen("message.attempt.recovered", "message.attempt.exhausted", "message.completed");
        Script no = Script.status(500);
        String endpoint = office.endpoint("/export", no, no, no, no, no, Script.ok());
        String message = office.publish("doc-5");
        office.awaitTold("message.attempt.exhausted");

        String resend = "/api/v1/app/workspace/msg/" + message + "/endpoint/" + endpoint + "/resend";
        office.api.post(resend, "{}", ACCEPTED);
        JsonNode recovered = office.awaitTold("message.attempt.recovered").path("data");
        await().until(() -> office.told("message.completed").size() == 2);
        office.api.post(resend, "{}", ACCEPTED);
        await().until(() -> office.told("message.completed").size() == 3);

        assertThat(recovered.path("msgEventId").stringValue()).isEqualTo("doc-5");
        assertThat(office.told("message.completed"))
                .extracting(told -> told.path("data").path("status").stringValue())
                .containsExactly("failed", "delivered", "delivered");
        assertThat(office.told("message.completed"))
                .extracting(told -> told.path("id").stringValue())
                .doesNotHaveDuplicates();
        assertThat(office.told("message.attempt.recovered")).hasSize(1);
    }

    @Test
    void tellsTheResultOverAllEndpointsOnceTheLastOneHasEnded() {
        office.listen("message.completed", "message.discarded", "endpoint.disabled");
        Script no = Script.status(500);
        String late = office.endpoint("/late", no, no, no, no, Script.status(200, "at last"));
        String gone = office.endpoint("/gone", Script.status(410, "moved away"));
        String good = office.endpoint("/good", Script.ok());

        office.publish("doc-6");
        JsonNode discarded = office.awaitTold("message.discarded").path("data");
        JsonNode disabled = office.awaitTold("endpoint.disabled").path("data");
        assertThat(office.told("message.completed")).isEmpty();
        JsonNode result = office.awaitTold("message.completed").path("data");

        assertThat(discarded.path("endpointId").stringValue()).isEqualTo(gone);
        assertThat(discarded.path("reason").stringValue()).contains("410");
        assertThat(discarded.path("lastAttempt").path("response").stringValue()).isEqualTo("moved away");
        assertThat(disabled.path("trigger").stringValue()).isEqualTo("automatic");
        assertThat(disabled.path("endpointUid").stringValue()).isEqualTo("gone");
        assertThat(Instant.parse(disabled.path("failSince").stringValue())).isBefore(Instant.now());
        assertThat(result.path("status").stringValue()).isEqualTo("failed");
        assertThat(result.path("delivered").intValue()).isEqualTo(2);
        assertThat(result.path("failed").intValue()).isEqualTo(1);
        assertThat(result.path("endpoints").valueStream())
                .extracting(each -> each.path("endpointId").stringValue()
                        + " " + each.path("status").stringValue()
                        + " " + each.path("attempts").intValue())
                .containsExactlyInAnyOrder(late + " delivered 5", gone + " discarded 1", good + " delivered 1");
    }

    @Test
    void tellsThatNobodyWantedAMessage() {
        office.listen("message.completed");

        office.publish("doc-7");

        JsonNode result = office.awaitTold("message.completed").path("data");
        assertThat(result.path("status").stringValue()).isEqualTo("unwanted");
        assertThat(result.path("endpoints").isEmpty()).isTrue();
    }

    @Test
    void endsWhatWasWaitingForAnEndpointThatIsDeleted() {
        office.listen("message.completed", "message.discarded");
        String endpoint = office.endpoint("/export", Script.status(500));
        office.publish("doc-8");
        await().until(() -> office.receiver.requests("/export").size() >= 4);

        office.api.send(DELETE, "/api/v1/app/workspace/endpoint/" + endpoint, null, NO_CONTENT);

        JsonNode discarded = office.awaitTold("message.discarded").path("data");
        assertThat(discarded.path("reason").stringValue()).contains("deleted");
        assertThat(office.awaitTold("message.completed")
                        .path("data")
                        .path("status")
                        .stringValue())
                .isEqualTo("failed");
    }

    @Test
    void tellsOfEachChangeOfAnEndpoint() {
        office.listen(
                "endpoint.created", "endpoint.updated", "endpoint.deleted", "endpoint.disabled", "endpoint.enabled");
        String id = office.endpoint("/export", Script.ok());
        String path = "/api/v1/app/workspace/endpoint/" + id;
        office.awaitTold("endpoint.created");

        office.api.send(PATCH, path, "{\"description\": \"x\"}", OK);
        await().until(() -> office.told("endpoint.updated").size() == 1);
        office.api.post(path + "/secret/rotate", "{}", NO_CONTENT);
        await().until(() -> office.told("endpoint.updated").size() == 2);
        office.api.send(PATCH, path, "{\"disabled\": true}", OK);
        JsonNode disabled = office.awaitTold("endpoint.disabled").path("data");
        office.api.send(PATCH, path, "{\"disabled\": false}", OK);
        office.awaitTold("endpoint.enabled");
        office.api.send(DELETE, path, null, NO_CONTENT);
        JsonNode deleted = office.awaitTold("endpoint.deleted").path("data");

        assertThat(disabled.path("trigger").stringValue()).isEqualTo("manual");
        assertThat(deleted.path("appId").stringValue()).isEqualTo(office.app);
        assertThat(deleted.path("endpointId").stringValue()).isEqualTo(id);
        assertThat(deleted.path("endpointUid").stringValue()).isEqualTo("export");
        await().until(() -> office.told("endpoint.updated").size() == 4);
        assertThat(office.types()).hasSize(8);
    }

    @Test
    void warnsBeforeAnEndpointIsDisabled() {
        office.listen("endpoint.disabling");
        UUID endpoint =
                IdKind.ENDPOINT.parse(office.endpoint("/export", Script.ok())).orElseThrow();
        Instant since = Instant.parse("2026-11-17T10:00:00Z");

        health.failing(endpoint, since).then(health.warn(endpoint)).toFuture().join();
        health.warn(endpoint).toFuture().join();

        JsonNode warning = office.awaitTold("endpoint.disabling").path("data");
        assertThat(Instant.parse(warning.path("failSince").stringValue())).isEqualTo(since);
        assertThat(Instant.parse(warning.path("disableAt").stringValue())).isEqualTo(since.plus(Duration.ofDays(5)));
        assertThat(office.types()).hasSize(1);
    }

    @Test
    void isShownNowhereAndBegetsNothing() {
        String ear = office.listen();
        String own = IdKind.APPLICATION.format(office.organizationId());
        office.endpoint("/export", Script.ok());
        office.publish("doc-9");
        office.awaitTold("message.completed");
        await().until(() -> owed() == 0);

        assertThat(office.types())
                .containsExactlyInAnyOrder("endpoint.created", "message.delivered", "message.completed");
        assertThat(database.ask("SELECT count(*) FROM message WHERE app_id = '" + office.organizationId() + "'"))
                .isEqualTo("3");
        assertThat(office.api.get("/api/v1/app", OK).path("data").valueStream())
                .extracting(app -> app.path("name").stringValue())
                .containsExactly("Workspace");
        office.api.get("/api/v1/app/" + own, NOT_FOUND);
        office.api.get("/api/v1/app/" + own + "/endpoint", NOT_FOUND);
        office.api.get("/api/v1/app/" + own + "/msg", NOT_FOUND);
        office.api.send(PUT, "/api/v1/app/" + own, "{\"name\": \"mine\"}", NOT_FOUND);
        office.api.send(DELETE, "/api/v1/app/" + own, null, NOT_FOUND);
        office.api.get("/api/v1/app/workspace/endpoint/" + ear, NOT_FOUND);
    }

    private int owed() {
        return Integer.parseInt(database.ask("SELECT (SELECT count(*) FROM notice) + (SELECT count(*) FROM pending)"));
    }

    @Test
    void givesNoNoticeOfWhatNobodyListensTo() {
        office.listen("endpoint.deleted");
        office.endpoint("/export", Script.ok());
        office.endpoint("/gone", Script.status(410));
        await().until(() -> owed() == 0);
        String before = database.ask("SELECT last_value FROM notice_id_seq");

        office.publish("doc-10");
        await().until(() -> office.receiver.requests("/export").size() == 1);
        await().until(() -> owed() == 0);

        assertThat(database.ask("SELECT last_value FROM notice_id_seq")).isEqualTo(before);
        assertThat(office.types()).isEmpty();
    }

    @Test
    void saysWhatCanBeListenedTo() {
        JsonNode refused = office.api.post(
                OPERATIONAL,
                Map.of("url", office.receiver.url("/told"), "eventTypes", List.of("message.lost")),
                UNPROCESSABLE_CONTENT);

        assertThat(refused.path("detail").path(0).path("msg").stringValue())
                .contains("message.lost")
                .contains("message.attempt.exhausted");
    }

    @Test
    void keepsTheAuditTrailOfItsOwnEndpoints() {
        String id = office.listen();
        JsonNode made = office.api.send(
                PUT, OPERATIONAL + "/" + id, "{\"url\": \"https://example.com/\", \"description\": \"d\"}", OK);
        JsonNode second = office.api.send(PUT, OPERATIONAL + "/by-uid", "{\"url\": \"https://example.com/\"}", OK);
        office.api.send(PUT, OPERATIONAL + "/" + id + "/headers", "{\"headers\": {\"x-team\": \"a\"}}", NO_CONTENT);
        office.api.send(DELETE, OPERATIONAL + "/by-uid", null, NO_CONTENT);

        assertThat(idOf(made)).isEqualTo(id);
        assertThat(second.path("uid").stringValue()).isEqualTo("by-uid");
        assertThat(office.api.get(OPERATIONAL, OK).path("data").valueStream()).hasSize(1);
        assertThat(office.api
                        .get(OPERATIONAL + "/" + id + "/headers", OK)
                        .path("headers")
                        .path("x-team")
                        .stringValue())
                .isEqualTo("a");
        assertThat(office.api.get("/api/v1/audit", OK).path("data").valueStream())
                .extracting(entry -> entry.path("action").stringValue())
                .filteredOn(action -> action.startsWith("operational_webhook"))
                .containsExactlyInAnyOrder(
                        "operational_webhook.create",
                        "operational_webhook.update",
                        "operational_webhook.create",
                        "operational_webhook.headers.update",
                        "operational_webhook.delete");
    }

    @Test
    void belongsToOneOrganization() {
        String id = office.listen();
        try (Office other = new Office(port)) {
            other.api.get(OPERATIONAL + "/" + id, NOT_FOUND);
            other.endpoint("/export", Script.ok());
            other.publish("doc-11");
            await().until(() -> other.receiver.requests("/export").size() == 1);
            await().until(() -> owed() == 0);

            assertThat(other.api.get(OPERATIONAL, OK).path("data").isEmpty()).isTrue();
            assertThat(office.types()).isEmpty();
        }
    }
}
