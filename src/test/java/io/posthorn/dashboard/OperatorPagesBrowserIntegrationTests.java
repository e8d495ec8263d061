package io.posthorn.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.OK;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.posthorn.PosthornTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** What operators do with the catalogue, with targets and with the built-in receiver, done in a browser. */
@PosthornTest
@TestPropertySource(
        properties = {"posthorn.egress.allowed-networks=127.0.0.0/8,::1/128", "posthorn.playground.enabled=true"})
class OperatorPagesBrowserIntegrationTests extends InTheBrowser {

    @Test
    void aCatalogueBeginsWithAPreset() {
        Map<String, String> presets = Map.of(
                "match analysis", "analysis_done",
                "flow sessions", "technology.end",
                "analyst studio", "member_removed_from_organization",
                "document integrations", "document_evaluate",
                "document review", "document.anonymised_url");
        Page page = browser().operator();
        presets.forEach((title, type) -> {
            page.navigate("/dashboard/event-types");
            page.click("#presets a:text-is('" + title + "')");
            page.uncheck("[name=dryRun]");
            page.click("button:has-text('Import')");
            assertThat(page.locator(".notice.good")).containsText(type);
            page.navigate("/dashboard/event-types/" + type);
            assertThat(page.locator("main")).containsText("Schema");
            JsonNode made = api().get("/api/v1/event-type/" + type, OK);
            assertThat(made.path("description").asString()).isNotEmpty();
            assertThat(made.at("/schemas").toString()).contains("example");
        });
    }

    @Test
    void anEventTypeSaysWhoTakesItPageByPage() {
        type("order.paid");
        type("order.sent");
        String first = application("First taker");
        String second = application("Second taker");
        endpoint(first, Map.of("url", "https://example.com/all", "description", "Everything"));
        endpoint(first, Map.of("url", "https://example.com/other", "eventTypes", List.of("order.sent")));
        endpoint(second, Map.of("url", "https://example.com/named", "eventTypes", List.of("order.paid")));
        Page page = browser().operator();
        page.navigate("/dashboard/event-types/order.paid");
        Locator takers = page.locator("section:has(#takers)");
        assertThat(takers.locator("tbody tr")).hasCount(2);
        assertThat(takers.locator("tr:has-text('/named')")).containsText("this one by name");
        assertThat(takers.locator("tr:has-text('/all')")).containsText("all, including future ones");
        assertThat(takers).not().containsText("/other");
        for (int number = 0; number < 25; number++) {
            endpoint(second, Map.of("url", "https://example.com/more/" + number, "disabled", number == 24));
        }
        page.reload();
        assertThat(takers.locator("tr:has-text('/more/24')")).containsText("switched off");
        assertThat(takers).not().containsText("/named");
        page.click("nav.pages a:has-text('Older')");
        assertThat(takers.locator("tr:has-text('/named')")).isVisible();
        page.click("tr:has-text('/named') a.main");
        assertThat(page.locator("h1")).hasText("https://example.com/named");
    }

    @Test
    void flagsKeepAnEventTypeToSomeCustomers() {
        type("beta.begun");
        Page page = browser().operator();
        page.navigate("/dashboard/event-types/beta.begun");
        page.fill("#featureFlags", "beta, staff");
        page.click("button:has-text('Save')");
        assertThat(page.locator("#featureFlags")).hasValue("beta staff");
        assertThat(api().get("/api/v1/event-type/beta.begun", OK)
                        .path("featureFlags")
                        .toString())
                .isEqualTo("[\"beta\",\"staff\"]");
        page.fill("#featureFlags", "not/allowed");
        page.click("button:has-text('Save')");
        assertThat(page.locator("[role=alert]")).containsText("Not yet.");
        assertThat(page.locator("#featureFlags")).hasValue("not/allowed");
        page.fill("#featureFlags", "");
        page.click("button:has-text('Save')");
        assertThat(page.locator(".said")).containsText("Saved");
        assertThat(api().get("/api/v1/event-type/beta.begun", OK)
                        .path("featureFlags")
                        .isNull())
                .isTrue();
    }

    @Test
    void targetsAreListedAddedAndRemoved() {
        Page page = browser().operator();
        page.click("nav >> text=Targets");
        assertThat(page.locator("main")).containsText("Nothing beyond the rules");
        page.fill("#allow-target", "http://no");
        page.click("button:has-text('Allow it')");
        assertThat(page.locator("[role=alert]")).hasCount(1);
        assertThat(page.locator("#wrong-target")).containsText("must be");
        assertThat(page.locator("#allow-target")).hasValue("http://no");
        page.fill("#allow-target", "10.1.0.0/16:8080");
        page.fill("#allow-reason", "Their cluster is peered with ours.");
        page.click("button:has-text('Allow it')");
        assertThat(page.locator(".said")).containsText("On the list");
        assertThat(page.locator("tr:has-text('10.1.0.0/16:8080')")).containsText("peered with ours");
        page.fill("#deny-target", "203.0.113.7");
        page.press("#deny-target", "Enter");
        page.click("dialog button:has-text('Cancel')");
        assertThat(api().get("/api/v1/denied-target", OK).path("data")).isEmpty();
        page.press("#deny-target", "Enter");
        page.click("dialog button:has-text('Deny it')");
        assertThat(page.locator("tr:has-text('203.0.113.7')")).isVisible();
        for (String target : List.of("10.1.0.0/16:8080", "203.0.113.7")) {
            page.click("tr:has-text('" + target + "') button");
            page.click("dialog button.danger");
            assertThat(page.locator(".said")).containsText("Taken off");
            assertThat(page.locator("main")).not().containsText(target);
        }
        assertThat(api().get("/api/v1/denied-target", OK).path("data")).isEmpty();
    }

    @Test
    void whoMayNotListTargetsIsToldWhoMay() {
        String key = api().post(
                        "/api/v1/auth/api-token", Map.of("name", "admin here", "scopes", List.of("admin")), CREATED)
                .path("token")
                .stringValue();
        Page page = browser().signedIn(key);
        page.navigate("/dashboard/targets");
        assertThat(page.locator(".notice")).containsText("Only the installation's own key");
        assertThat(page.locator("main form")).hasCount(0);
    }

    @Test
    void thePlaygroundIsAPlaceOfItsOwn() {
        Page page = browser().operator();
        page.click("nav >> text=Playground");
        assertThat(page.locator("h1")).hasText("Playground");
        assertThat(page.locator("nav a[aria-current=page]")).hasText("Playground");
    }
}
