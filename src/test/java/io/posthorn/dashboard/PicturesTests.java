package io.posthorn.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.springframework.http.HttpStatus.ACCEPTED;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.OK;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitUntilState;
import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.test.context.TestPropertySource;

/**
 * Makes the pictures of the documentation: {@code mvn test -Dtest=PicturesTests -Dpictures=docs/images}. With
 * {@code -Dpictures.all=true} it makes many more, light and dark, narrow and wide, to look at all pages after a change.
 */
@PosthornTest
@EnabledIfSystemProperty(named = "pictures", matches = ".+")
@TestPropertySource(
        properties = {
            "posthorn.egress.allowed-networks=127.0.0.0/8,::1/128",
            "posthorn.tests-per-minute=8",
            "posthorn.playground.enabled=true"
        })
class PicturesTests {

    private static final LocatorAssertions.ContainsTextOptions SOON =
            new LocatorAssertions.ContainsTextOptions().setTimeout(40_000);
    private static final Set<String> OF_THE_DOCUMENTATION =
            Set.of("message", "endpoint", "endpoint-form", "overview", "review", "portal", "playground");
    private static final boolean ALL = Boolean.getBoolean("pictures.all");
    private static final int MESSAGES = 40;

    @LocalServerPort
    private int port;

    @Test
    void showsTheMainPages() {
        ApiClient api = ApiClient.of(port);
        try (ScriptedReceiver receiver = ScriptedReceiver.start();
                Browser browser = Browser.open(port)) {
            receiver.respond("/crm", Script.status(503, "{\"error\":\"down for maintenance\"}"));
            receiver.respond("/archive", Script.status(404, "{\"error\":\"no such hook\"}"));
            String app = something(api, receiver);
            Page page = browser.operator();
            String root = "/dashboard/applications/" + app;
            delivering(page, root, receiver);
            reviewing(page, root);
            cataloguing(page);
            browsing(page, root);
            installing(page);
            playing(page);
            overview(page);
            visiting(browser, api, app, receiver);
        }
    }

    private static void delivering(Page page, String root, ScriptedReceiver receiver) {
        page.navigate(root + "/messages?id=order-1");
        assertThat(page.locator("main")).containsText("Delivered: 1 attempt", SOON);
        page.click("article:has-text('/crm') summary");
        assertThat(page.locator("article:has-text('/crm')")).containsText("webhook-id", SOON);
        take(page, "message");
        page.navigate(root);
        page.click("table a:has-text('/billing')");
        assertThat(page.locator("#now table")).containsText("delivered", SOON);
        take(page, "endpoint");
        page.click("button:has-text('New secret')");
        page.click("dialog button:has-text('Make a new secret')");
        assertThat(page.locator("#old-secrets")).containsText("until");
        page.click("text=Show the secret");
        assertThat(page.locator("#secret")).containsText("whsec_", SOON);
        whole(page, "endpoint-with-charts");
        page.navigate(root + "/endpoints/new");
        assertThat(page.locator("#preview")).containsText("attempts would be made", SOON);
        page.fill("#url", receiver.url("/warehouse"));
        page.selectOption("#kind", "slack");
        assertThat(page.locator("#url-says")).containsText("It may be sent to", SOON);
        assertThat(page.locator("#preview pre")).containsText("text", SOON);
        take(page, "endpoint-form");
    }

    private static void reviewing(Page page, String root) {
        page.navigate(root + "/review");
        assertThat(page.locator("#list")).containsText("in all", SOON);
        page.check("tbody tr:nth-child(2) input");
        page.check("tbody tr:nth-child(3) input");
        take(page, "review");
        page.navigate(root + "/archive");
        assertThat(page.locator("#list")).containsText("/billing", SOON);
        take(page, "archive");
        whole(page, "archive-whole");
        page.navigate(root + "/review");
        page.check("[data-all]");
        page.click("button:has-text('Send the ticked again')");
        shot(page, "dialog");
        page.click("dialog button:has-text('Send again')");
        assertThat(page.locator("article").first()).containsText("sent again", SOON);
        whole(page, "tasks");
    }

    private static void browsing(Page page, String root) {
        each(page, "/dashboard/applications", "applications");
        each(page, "/dashboard/applications?search=nothing", "applications-none");
        each(page, "/dashboard/applications/new", "application-new");
        each(page, root, "application");
        each(page, root + "/messages", "messages");
        each(page, root + "/messages?id=unheard-of", "messages-none");
        each(page, root + "/portal", "application-portal");
        each(page, root + "/limits", "application-limits");
        each(page, root + "/endpoints/nothing", "not-found");
        each(page, "/dashboard/event-types", "event-types");
    }

    private static void installing(Page page) {
        page.navigate("/dashboard/keys");
        page.fill("#name", "billing service");
        page.click("button:has-text('Make it')");
        assertThat(page.locator(".notice.good")).containsText("shown this once");
        whole(page, "keys");
        each(page, "/dashboard/audit", "audit");
        if (ALL) {
            branding(page);
            system(page);
        }
    }

    private static void branding(Page page) {
        each(page, "/dashboard/branding", "branding");
        page.navigate("/dashboard/branding");
        page.fill("#color", "red");
        page.click("button:has-text('Save')");
        whole(page, "branding-refused");
    }

    private static void system(Page page) {
        each(page, "/dashboard/system", "system");
        page.navigate("/dashboard/system");
        page.fill("#host", "hooks.example.com:443");
        page.fill("#host-reason", "They asked for an hour of quiet.");
        page.click("button:has-text('Pause it')");
        page.click("dialog button:has-text('Pause it')");
        assertThat(page.locator("section:has(#hosts)")).containsText("hour of quiet");
        page.fill("#stop-reason", "The network is being moved.");
        page.click("button:has-text('Stop everything')");
        page.click("dialog button:has-text('Stop everything')");
        each(page, "/dashboard/system", "system-stopped");
        page.navigate("/dashboard/system");
        page.click("button:has-text('Let everything go on')");
        page.click("dialog button:has-text('Let everything go on')");
        assertThat(page.locator("#sends")).containsText("messages are sent");
    }

    private static void cataloguing(Page page) {
        page.navigate("/dashboard/event-types/invoice.paid");
        whole(page, "event-type");
        page.navigate("/dashboard/targets");
        whole(page, "targets");
    }

    private static void playing(Page page) {
        page.navigate("/dashboard/playground");
        page.click("text=Make it");
        page.click("button:has-text('Deliver')");
        assertThat(page.locator("article").first()).containsText("Delivered at the first attempt", SOON);
        page.click("text=Fail once");
        assertThat(page.locator("article").first()).containsText("another one arrived", SOON);
        take(page, "playground");
        if (ALL) {
            narrow(page, "playground");
            page.navigate("/dashboard/playground");
        }
    }

    private static void overview(Page page) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        page.navigate("/dashboard");
        assertThat(page.locator("#unwell-title + *, .card.flush")).containsText("/crm", SOON);
        take(page, "overview");
        whole(page, "overview-whole");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    }

    private static void visiting(Browser browser, ApiClient api, String app, ScriptedReceiver receiver) {
        String key = api.post("/api/v1/auth/app-portal-access/" + app, Map.of(), OK)
                .path("token")
                .stringValue();
        Page page = browser.visitor();
        page.navigate("/login#key=" + key, new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
        assertThat(page.locator("main")).containsText("/billing", SOON);
        take(page, "portal");
        page.click("text=/billing");
        assertThat(page.locator("#now")).containsText("delivered", SOON);
        whole(page, "portal-endpoint");
        page.navigate("/portal/app/" + app + "/endpoints/new");
        page.fill("#url", receiver.url("/portal"));
        assertThat(page.locator("#url-says")).containsText("It may be sent to", SOON);
        whole(page, "portal-form");
        if (ALL) {
            roaming(page, "/portal/app/" + app);
            Page stranger = browser.visitor();
            each(stranger, "/dashboard/sign-in", "sign-in");
            each(stranger, "/portal/sign-in", "portal-sign-in");
        }
    }

    private static void roaming(Page page, String root) {
        each(page, root + "/activity", "portal-activity");
        page.click("#list a.main, main table a >> nth=0");
        assertThat(page.locator("h1")).isVisible();
        whole(page, "portal-message");
        each(page, root + "/events", "portal-events");
        each(page, root + "/events/invoice.paid", "portal-event");
        page.navigate(root);
        page.click("text=/billing");
        page.click("text=How to check it");
        assertThat(page.locator(".languages")).isVisible();
        whole(page, "portal-guide");
    }

    /** A page as it is opened. */
    private static void each(Page page, String path, String name) {
        if (ALL) {
            page.navigate(path);
            whole(page, name);
        }
    }

    private static void shot(Page page, String name) {
        if (ALL) {
            save(page, name, false);
        }
    }

    /** As much as a window shows; more of it, and in other colours, where all pictures are wanted. */
    private static void take(Page page, String name) {
        if (ALL || OF_THE_DOCUMENTATION.contains(name)) {
            save(page, name, false);
        }
        if (ALL) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
            page.setViewportSize(1600, 1000);
            save(page, name + "-dark-wide", false);
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
            narrow(page, name);
        }
    }

    /** All of a page: wide and narrow, each light and dark. */
    private static void whole(Page page, String name) {
        if (!ALL) {
            return;
        }
        for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            String named = scheme == ColorScheme.DARK ? name + "-dark" : name;
            save(page, named, true);
            narrow(page, named);
        }
    }

    private static void narrow(Page page, String name) {
        page.setViewportSize(360, 780);
        save(page, name + "-narrow", true);
        page.setViewportSize(1280, 860);
    }

    private static void save(Page page, String name, boolean whole) {
        page.waitForLoadState();
        if (whole) {
            page.evaluate("() => scrollTo(0, 0)");
        }
        page.screenshot(new Page.ScreenshotOptions()
                .setFullPage(whole)
                .setPath(Path.of(System.getProperty("pictures")).resolve(name + ".png")));
    }

    private static String something(ApiClient api, ScriptedReceiver receiver) {
        for (String type : List.of("order.shipped", "invoice.paid")) {
            api.post("/api/v1/event-type", Map.of("name", type, "description", "When it happens."), CREATED);
        }
        String organization =
                api.get("/api/v1/organization", OK).at("/data/0/id").stringValue();
        api.send(
                HttpMethod.PATCH,
                "/api/v1/organization/" + organization,
                "{\"branding\": {\"name\": \"Parcel & Post\", \"color\": \"#0b7a5c\", \"supportUrl\": \"https://example.com/help\"}}",
                OK);
        api.post(
                "/api/v1/organization/" + organization + "/allowed-target",
                Map.of("target", "10.1.0.0/16:8080", "reason", "Their cluster is peered with ours."),
                CREATED);
        String app = api.post("/api/v1/app", Map.of("name", "Acme Corporation", "uid", "acme"), CREATED)
                .path("id")
                .stringValue();
        String endpoints = "/api/v1/app/acme/endpoint";
        api.post(endpoints, Map.of("url", receiver.url("/billing"), "description", "Billing"), CREATED);
        api.post(endpoints, Map.of("url", receiver.url("/crm"), "description", "Customer relations"), CREATED);
        api.post(endpoints, Map.of("url", receiver.url("/mail"), "eventTypes", List.of("order.shipped")), CREATED);
        api.post(
                endpoints,
                Map.of("url", receiver.url("/archive"), "description", "Archive", "retry", Map.of("preset", "none")),
                CREATED);
        for (int number = 1; number <= MESSAGES; number++) {
            api.post("/api/v1/app/acme/msg", message(number), ACCEPTED);
        }
        return app;
    }

    private static String message(int number) {
        return """
                {"eventType": "invoice.paid", "eventId": "order-%1$d", "channels": ["emea"],
                 "payload": {"invoice": "2026-%1$d", "amount": 19.90, "currency": "EUR"}}""".formatted(number);
    }
}
