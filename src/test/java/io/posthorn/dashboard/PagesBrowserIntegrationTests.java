package io.posthorn.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpStatus.CREATED;

import com.microsoft.playwright.Page;
import io.posthorn.PosthornTest;
import io.posthorn.access.SignInLinks;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.json.JsonMapper;

/** What people do with the pages, done in a browser. */
@PosthornTest
@TestPropertySource(properties = "posthorn.egress.allowed-networks=127.0.0.0/8,::1/128")
class PagesBrowserIntegrationTests extends InTheBrowser {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String TRICK = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'>";

    @Autowired
    private @Nullable SignInLinks links;

    @Test
    void aLinkAndAKeyLeadIn() {
        Page page = browser().visitor();
        page.navigate(Objects.requireNonNull(links).create().toFuture().join());
        page.click("button:has-text('Sign in')");
        assertThat(page.locator("h1")).hasText("Overview");
        page.click("button:has-text('Sign out')");
        assertThat(page.locator(".said")).containsText("signed out");
        page.fill("#key", api().key());
        page.click("button:has-text('Sign in')");
        assertThat(page.locator(".whoami")).containsText("admin");
    }

    @Test
    void theFirstEndpointIsTestedFixedAndGreen() {
        try (ScriptedReceiver receiver = ScriptedReceiver.start()) {
            receiver.respond("/hooks", Script.status(500, "not here"), Script.status(200, "fine"));
            String app = application("Tested");
            Page page = browser().operator();
            page.navigate("/dashboard/applications/" + app);
            page.click("text=Add the first endpoint");
            assertThat(page.locator("#preview")).containsText("10 attempts would be made", SOON);
            page.fill("#url", "ftp://example.com/");
            assertThat(page.locator("#url-says")).containsText("use https:// or http://", SOON);
            page.fill("#url", receiver.url("/hooks"));
            assertThat(page.locator("#url-says")).containsText("It may be sent to", SOON);
            page.click("text=Test without saving");
            assertThat(page.locator("#test")).containsText("status 500", SOON);
            page.click("text=Test without saving");
            assertThat(page.locator("#test")).containsText("It works", SOON);
            page.click("button:has-text('Create and test')");
            assertThat(page.locator(".notice.good")).containsText("The last test arrived", SOON);
            assertThat(page.locator(".head .state")).containsText("healthy");
        }
    }

    @Test
    void anEventIdTellsWhoGotItAndWhoDidNotAndWhy() {
        try (ScriptedReceiver receiver = ScriptedReceiver.start()) {
            String app = application("Asked");
            type("invoice.paid");
            type("user.created");
            endpoint(app, Map.of("url", receiver.url("/gets")));
            endpoint(app, Map.of("url", receiver.url("/other"), "eventTypes", List.of("user.created")));
            publish(app, "{\"eventType\":\"invoice.paid\",\"eventId\":\"order-7\",\"payload\":{\"amount\":  19.90}}");
            Page page = browser().operator();
            page.navigate("/dashboard/applications/" + app + "/messages");
            page.fill("#id", "order-7");
            page.click("button:has-text('Find')");
            assertThat(page.locator("article:has-text('/gets')")).containsText("Delivered: 1 attempt", SOON);
            assertThat(page.locator("article:has-text('/other')")).containsText("the endpoint takes user.created");
            assertThat(page.locator("#payload")).hasText("{\"amount\":  19.90}");
            page.click("article:has-text('/gets') summary");
            assertThat(page.locator("article:has-text('/gets')")).containsText("webhook-id: msg_", SOON);
            page.click("article:has-text('/gets') button:has-text('Show as curl')");
            assertThat(page.locator("article:has-text('/gets')")).containsText("curl", SOON);
        }
    }

    @Test
    void whatIsPausedWaitsAndGoesOutWhenItIsResumed() {
        try (ScriptedReceiver receiver = ScriptedReceiver.start()) {
            String app = application("Paused");
            String endpoint = endpoint(app, Map.of("url", receiver.url("/later")));
            Page page = browser().operator();
            page.navigate("/dashboard/applications/" + app + "/endpoints/" + endpoint);
            page.click("button:has-text('Pause')");
            page.click("dialog button:has-text('Pause')");
            assertThat(page.locator(".head .state")).containsText("paused");
            publish(app, "{\"eventType\":\"a.b\",\"payload\":{}}");
            assertThat(page.locator(".figures")).containsText("until it is resumed", SOON);
            page.click("button:has-text('Resume')");
            assertThat(page.locator(".said")).containsText("on its way");
            assertThat(page.locator("#now table")).containsText("delivered", SOON);
        }
    }

    @Test
    void aSecretIsShownAndReplaced() {
        String app = application("Secret");
        String endpoint = endpoint(app, Map.of("url", "https://example.com/"));
        Page page = browser().operator();
        page.navigate("/dashboard/applications/" + app + "/endpoints/" + endpoint);
        page.click("text=Show the secret");
        assertThat(page.locator("#secret")).containsText("whsec_");
        String before = page.locator("#secret-text").textContent();
        page.click("button:has-text('New secret')");
        page.click("dialog button:has-text('Make a new secret')");
        assertThat(page.locator(".said")).containsText("There is a new secret");
        page.click("text=Show the secret");
        assertThat(page.locator("#secret-text")).not().hasText(before);
        assertThat(page.locator("#secret")).containsText("whsec_");
    }

    @Test
    void theSixthOfFiveEndpointsIsRefusedWithAWayOut() {
        String app = application(Map.of("name", "Five", "maxEndpoints", 5));
        for (int i = 0; i < 5; i++) {
            endpoint(app, Map.of("url", "https://example.com/" + i));
        }
        Page page = browser().operator();
        page.navigate("/dashboard/applications/" + app);
        assertThat(page.locator(".tabs")).containsText("5 of 5");
        page.click("text=New endpoint");
        assertThat(page.locator(".notice.calm").first()).containsText("All endpoints are used");
        page.fill("#url", "https://example.com/6");
        page.click("button:has-text('Create and test')");
        assertThat(page.locator(".notice.bad")).containsText("5 of 5 endpoints used. Delete one", SOON);
        assertThat(page.locator("#url")).hasValue("https://example.com/6");
    }

    @Test
    void whoMayOnlyLookIsToldWhoMayMore() {
        String app = application("Looked at");
        String endpoint = endpoint(app, Map.of("url", "https://example.com/"));
        String key = api().post("/api/v1/auth/api-token", Map.of("name", "looker", "scopes", List.of("read")), CREATED)
                .path("token")
                .stringValue();
        Page page = browser().signedIn(key);
        page.navigate("/dashboard/applications/" + app + "/endpoints/" + endpoint);
        assertThat(page.locator("button:has-text('Pause')")).isDisabled();
        assertThat(page.locator("button:has-text('Show the secret')")).isDisabled();
        assertThat(page.locator(".who").first()).containsText("scope manage or admin");
        page.navigate("/dashboard/keys");
        assertThat(page.locator(".notice")).containsText("Ask whoever manages the keys");
        page.navigate("/dashboard/applications/" + app + "/endpoints/new");
        assertThat(page.locator("h1")).hasText("Not allowed");
        assertThat(page.locator("main a.button")).isVisible();
    }

    @Test
    void whatTricksScriptsElsewhereIsTextHere() {
        try (ScriptedReceiver receiver = ScriptedReceiver.start()) {
            receiver.respond("/x", Script.status(500, TRICK));
            String app = application(TRICK);
            String endpoint = endpoint(
                    app,
                    Map.of(
                            "url", receiver.url("/x"),
                            "description", TRICK,
                            "headers", Map.of("X-Trick", TRICK),
                            "retry", Map.of("preset", "none")));
            publish(
                    app,
                    JSON.writeValueAsString(
                            Map.of("eventType", "a.b", "eventId", "tricky", "payload", Map.of("trick", TRICK))));
            Page page = browser().operator();
            page.navigate("/dashboard/applications?search=%3Cscript%3E");
            assertThat(page.locator("#list")).containsText(TRICK);
            page.navigate("/dashboard/applications/" + app + "/endpoints/" + endpoint);
            assertThat(page.locator(".head")).containsText(TRICK);
            assertThat(page.locator(".facts")).containsText("X-Trick: " + TRICK);
            page.navigate("/dashboard/applications/" + app + "/messages?id=tricky");
            assertThat(page.locator("#payload")).containsText("<script>alert(1)</script>");
            assertThat(page.locator("article")).containsText("1 attempt", SOON);
            page.click("article summary");
            assertThat(page.locator("article .attempt")).containsText(TRICK);
            assertThat(page.locator("main script, main img").count()).isZero();
            page.navigate("/dashboard/applications/" + app + "/messages?id=" + URLEncoder.encode(TRICK, UTF_8));
            assertThat(page.locator("main [role=alert]")).containsText("<script>");
        }
    }
}
