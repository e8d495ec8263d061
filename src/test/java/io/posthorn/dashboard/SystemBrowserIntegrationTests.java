package io.posthorn.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.NO_CONTENT;
import static org.springframework.http.HttpStatus.OK;

import com.microsoft.playwright.Page;
import io.posthorn.PosthornTest;
import io.posthorn.postgres.TestDatabase;
import io.posthorn.receiver.ScriptedReceiver;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** What operators switch on the page of the system, and what they read there. */
@PosthornTest
@TestPropertySource(properties = "posthorn.egress.allowed-networks=127.0.0.0/8,::1/128")
class SystemBrowserIntegrationTests extends InTheBrowser {

    private static final String PATH = "/dashboard/system";
    private static final String MESSAGE = "{\"eventType\": \"a.b\", \"payload\": {}}";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Long enough for a message to be delivered that should not be. */
    private static final Duration A_WHILE = Duration.ofSeconds(2);

    @Autowired
    private @Nullable TestDatabase database;

    @AfterEach
    void letEverythingGoOn() {
        api().send(HttpMethod.POST, "/api/v1/resume", null, NO_CONTENT);
    }

    @Test
    void everythingIsStoppedAndGoesOn() {
        try (ScriptedReceiver receiver = ScriptedReceiver.start()) {
            String app = application("Stopped");
            endpoint(app, Map.of("url", receiver.url("/hooks")));
            Page page = browser().operator();
            page.click("nav >> text=System");
            assertThat(page.locator("#sends")).containsText("messages are sent");
            page.fill("#stop-reason", "The network is being moved.");
            page.click("button:has-text('Stop everything')");
            page.click("dialog button:has-text('Cancel')");
            assertThat(api().get("/api/v1/pause", OK).path("data")).isEmpty();
            page.click("button:has-text('Stop everything')");
            page.click("dialog button:has-text('Stop everything')");
            assertThat(page.locator(".said")).containsText("Everything is stopped");
            assertThat(page.locator("#sends")).containsText("nothing is sent");
            assertThat(page.locator(".notice")).containsText("The network is being moved.");
            assertThat(page.locator("button:has-text('Stop everything')")).hasCount(0);

            long before = waiting();
            publish(app, MESSAGE);
            await().during(A_WHILE).atMost(PATIENCE).until(() -> receiver.requests()
                    .isEmpty());
            await().atMost(PATIENCE).until(() -> waiting() > before);
            page.reload();
            assertThat(page.locator("section:has(#sending) dl")).containsText("Deliveries that wait" + waiting());
            page.click("button:has-text('Let everything go on')");
            assertThat(page.locator("dialog")).containsText("that wait go out");
            page.click("dialog button:has-text('Let everything go on')");
            assertThat(page.locator(".said")).containsText("Resumed");
            assertThat(page.locator("#sends")).containsText("messages are sent");
            await().atMost(PATIENCE).until(() -> receiver.requests().size() == 1);
        }
    }

    /** Other tests' deliveries wait here as well. */
    private long waiting() {
        return api().get("/api/v1/dispatch", OK).path("deliveries").longValue();
    }

    @Test
    void aHostIsPausedAndResumed() {
        try (ScriptedReceiver receiver = ScriptedReceiver.start()) {
            String host = URI.create(receiver.url("/")).getAuthority();
            String app = application("Of a host");
            endpoint(app, Map.of("url", receiver.url("/hooks")));
            Page page = browser().operator();
            page.navigate(PATH);
            page.fill("#host", "https://no.example/host");
            page.fill("#host-reason", "It moves.");
            page.click("button:has-text('Pause it')");
            page.click("dialog button:has-text('Pause it')");
            assertThat(page.locator("#wrong-host")).containsText("no host with a port");
            assertThat(page.locator("#host-reason")).hasValue("It moves.");
            page.fill("#host", host);
            page.click("button:has-text('Pause it')");
            page.click("dialog button:has-text('Pause it')");
            assertThat(page.locator(".said")).containsText("Paused");
            assertThat(page.locator("section:has(#hosts)")).containsText(host);
            assertThat(page.locator("section:has(#hosts)")).containsText("It moves.");
            assertThat(page.locator("section:has(#hosts)")).containsText("by admin");

            publish(app, MESSAGE);
            await().during(A_WHILE).atMost(PATIENCE).until(() -> receiver.requests()
                    .isEmpty());
            page.click("section:has(#hosts) button:has-text('Resume')");
            assertThat(page.locator(".said")).containsText("Resumed");
            assertThat(page.locator("section:has(#hosts)")).not().containsText(host);
            await().atMost(PATIENCE).until(() -> receiver.requests().size() == 1);
        }
    }

    @Test
    void afterARestoreItSaysWhyNothingIsSent() {
        TestDatabase rows = Objects.requireNonNull(database);
        rows.execute("UPDATE installation SET stopped_at = now(), stopped_because = 'it may have been restored'");
        Page page = browser().operator();
        page.navigate(PATH);
        assertThat(page.locator("#sends")).containsText("nothing is sent");
        assertThat(page.locator(".notice")).containsText("it may have been restored");
        page.click("button:has-text('Let it go out')");
        page.click("dialog button:has-text('Let it go out')");
        assertThat(page.locator(".said")).containsText("Resumed");
        assertThat(page.locator("#sends")).containsText("messages are sent");
    }

    @Test
    void itSaysWhatTheInstallationRunsOn() {
        Page page = browser().operator();
        page.navigate("/dashboard");
        assertThat(page.locator("#now")).containsText("1 node");
        page.click("#now a:has-text('1 node')");
        assertThat(page.locator("#well")).containsText("it can do its work");
        assertThat(page.locator("#nodes li")).hasCount(1);
        assertThat(page.locator("#nodes")).containsText("this one");
        assertThat(page.locator("#nodes")).containsText("heart beat");
        assertThat(page.locator("#nodes")).containsText("takes messages and delivers");
        assertThat(page.locator("section:has(#kept)")).containsText("30 days");
        assertThat(page.locator("section:has(#kept)")).containsText("message_key");

        JsonNode found = api().get("/api/v1/stats/installation", OK);
        Instant beat = Instant.parse(found.at("/nodes/0/beatAt").stringValue());
        assertThat(beat).isBetween(Instant.now().minusSeconds(20), Instant.now().plusSeconds(5));
        assertThat(found.at("/nodes/0/answers").booleanValue()).isTrue();
        assertThat(found.at("/nodes/0/roles").toString()).isEqualTo("[\"ingest\",\"dispatch\"]");
        assertThat(Instant.parse(found.at("/ledger/until").stringValue()))
                .isAfter(Instant.now().plus(Duration.ofDays(6)));
        assertThat(Instant.parse(found.at("/ledger/from").stringValue())).isBefore(Instant.now());
        assertThat(found.path("databaseBytes").longValue()).isPositive();
        assertThat(found.at("/tables/0/bytes").longValue())
                .isGreaterThanOrEqualTo(found.at("/tables/1/bytes").longValue());
    }

    @Test
    void whoMayNotSwitchIsToldWhoMay() {
        String key = api().post(
                        "/api/v1/auth/api-token", Map.of("name", "manages", "scopes", List.of("manage")), CREATED)
                .path("token")
                .stringValue();
        Page page = browser().signedIn(key);
        page.navigate(PATH);
        assertThat(page.locator("section:has(#sending)")).containsText("Only the installation's own key");
        assertThat(page.locator("#well")).containsText("it can do its work");
        assertThat(page.locator("#nodes li")).hasCount(1);
        assertThat(page.locator("main form")).hasCount(0);
    }
}
