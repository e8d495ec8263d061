package io.posthorn.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.springframework.http.HttpStatus.ACCEPTED;
import static org.springframework.http.HttpStatus.CREATED;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** Makes the pictures of the documentation: {@code mvn test -Dtest=PicturesTests -Dpictures=docs/images}. */
@PosthornTest
@EnabledIfSystemProperty(named = "pictures", matches = ".+")
@TestPropertySource(properties = {"posthorn.egress.allowed-networks=127.0.0.0/8", "posthorn.tests-per-minute=8"})
class PicturesTests {

    private static final LocatorAssertions.ContainsTextOptions SOON =
            new LocatorAssertions.ContainsTextOptions().setTimeout(30_000);
    private static final int MESSAGES = 40;

    @LocalServerPort
    private int port;

    @Test
    void showsTheMainPages() {
        ApiClient api = ApiClient.of(port);
        try (ScriptedReceiver receiver = ScriptedReceiver.start();
                Browser browser = Browser.open(port)) {
            receiver.respond("/crm", Script.status(503, "{\"error\":\"down for maintenance\"}"));
            String app = something(api, receiver);
            Page page = browser.operator();
            String root = "/dashboard/applications/" + app;
            page.navigate(root + "/messages?id=order-1");
            assertThat(page.locator("main")).containsText("Delivered: 1 attempt", SOON);
            page.click("article:has-text('/crm') summary");
            take(page, "message");
            page.navigate(root);
            page.click("table a:has-text('/billing')");
            assertThat(page.locator("#now table")).containsText("delivered", SOON);
            take(page, "endpoint");
            page.navigate(root + "/endpoints/new");
            assertThat(page.locator("#preview")).containsText("attempts would be made", SOON);
            page.fill("#url", receiver.url("/warehouse"));
            page.selectOption("#kind", "slack");
            assertThat(page.locator("#url-says")).containsText("It may be sent to", SOON);
            assertThat(page.locator("#preview pre")).containsText("text", SOON);
            take(page, "endpoint-form");
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
            page.navigate("/dashboard");
            assertThat(page.locator("#unwell-title + *, .card.flush")).containsText("/crm", SOON);
            take(page, "overview");
        }
    }

    private static void take(Page page, String name) {
        page.waitForLoadState();
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of(System.getProperty("pictures")).resolve(name + ".png")));
    }

    private static String something(ApiClient api, ScriptedReceiver receiver) {
        for (String type : List.of("order.shipped", "invoice.paid")) {
            api.post("/api/v1/event-type", Map.of("name", type, "description", "When it happens."), CREATED);
        }
        String app = api.post("/api/v1/app", Map.of("name", "Acme Corporation", "uid", "acme"), CREATED)
                .path("id")
                .stringValue();
        String endpoints = "/api/v1/app/acme/endpoint";
        api.post(endpoints, Map.of("url", receiver.url("/billing"), "description", "Billing"), CREATED);
        api.post(endpoints, Map.of("url", receiver.url("/crm"), "description", "Customer relations"), CREATED);
        api.post(endpoints, Map.of("url", receiver.url("/mail"), "eventTypes", List.of("order.shipped")), CREATED);
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
