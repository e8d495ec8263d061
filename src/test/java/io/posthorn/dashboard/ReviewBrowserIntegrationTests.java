package io.posthorn.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpStatus.ACCEPTED;
import static org.springframework.http.HttpStatus.OK;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.posthorn.PosthornTest;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.test.context.TestPropertySource;

/** What operators do with deliveries that were given up, and with those that arrived, done in a browser. */
@PosthornTest
@TestPropertySource(properties = "posthorn.egress.allowed-networks=127.0.0.0/8,::1/128")
class ReviewBrowserIntegrationTests extends InTheBrowser {

    private static final LocatorAssertions.HasTextOptions SOON_TOO =
            new LocatorAssertions.HasTextOptions().setTimeout(20_000);
    private static final Map<String, String> NO_RETRIES = Map.of("preset", "none");

    @Test
    void whatWasGivenUpIsSentAgainOrMarkedAsHandled() {
        try (ScriptedReceiver receiver = ScriptedReceiver.start()) {
            receiver.respond("/one", Script.status(500));
            receiver.respond("/two", Script.status(404));
            String app = application("Reviewed");
            endpoint(app, Map.of("url", receiver.url("/one"), "retry", NO_RETRIES));
            String two = endpoint(app, Map.of("url", receiver.url("/two"), "retry", NO_RETRIES));
            publish(app, message("order-1"));
            publish(app, message("order-2"));
            Page page = browser().operator();
            page.navigate("/dashboard/applications/" + app + "/review");
            Locator rows = page.locator("#list tbody tr");
            assertThat(rows).hasCount(4, new LocatorAssertions.HasCountOptions().setTimeout(20_000));
            assertThat(page.locator("tr:has-text('order-1'):has-text('/one')")).containsText("HTTP 500");
            assertThat(page.locator("tr:has-text('order-2'):has-text('/two')")).containsText("HTTP 404");
            assertThat(page.locator("#list")).containsText("4 in all");

            page.click("button:has-text('Mark the ticked')");
            assertThat(page.locator(".said")).containsText("Nothing was ticked");
            page.check("tr:has-text('order-1'):has-text('/two') input");
            page.click("button:has-text('Mark the ticked')");
            assertThat(page.locator(".said")).containsText("Marked as handled");
            assertThat(rows).hasCount(3);
            page.selectOption("#handled", "true");
            page.click("button:has-text('Find')");
            assertThat(rows).hasCount(1);
            assertThat(rows).containsText("by admin");
            page.check("[data-all]");
            page.click("button:has-text('Open the ticked again')");
            assertThat(page.locator(".said")).containsText("Open again");
            assertThat(page.locator("#list")).containsText("Nothing was marked as handled");

            receiver.respond("/one", Script.ok());
            page.click("nav >> text=To review");
            page.check("tr:has-text('order-1'):has-text('/one') input");
            page.check("tr:has-text('order-2'):has-text('/one') input");
            page.click("button:has-text('Send the ticked again')");
            page.click("dialog button:has-text('Send again')");
            assertThat(page.locator("article").first()).containsText("Send chosen deliveries again");
            assertThat(page.locator("article").first()).containsText("2 deliveries sent again of 2", SOON);
            page.navigate("/dashboard/applications/" + app + "/review");
            assertThat(rows).hasCount(2);
            page.click("nav >> text=Archive");
            assertThat(page.locator("tr:has-text('order-1')")).containsText("/one", SOON);
            assertThat(page.locator("tr:has-text('order-2')")).containsText("HTTP 200", SOON);

            receiver.respond("/two", Script.ok());
            page.click("nav >> text=To review");
            page.selectOption("#endpoint", two);
            page.click("button:has-text('Find')");
            page.click("button:has-text('Send all again')");
            page.click("dialog button:has-text('Send all again')");
            assertThat(page.locator("article").first()).containsText("2 messages sent of 2", SOON);
            page.navigate("/dashboard/applications/" + app + "/review");
            assertThat(page.locator("#list")).containsText("Nothing to review", SOON);
        }
    }

    @Test
    void messagesAreFoundByTheirStateWithAnyEndpoint() {
        try (ScriptedReceiver receiver = ScriptedReceiver.start()) {
            receiver.respond("/picky", Script.status(500), Script.ok());
            String app = application("By state");
            endpoint(app, Map.of("url", receiver.url("/well")));
            endpoint(app, Map.of("url", receiver.url("/picky"), "retry", NO_RETRIES));
            publish(app, message("order-1"));
            receiver.awaitRequests(2);
            publish(app, message("order-2"));
            Page page = browser().operator();
            page.navigate("/dashboard/applications/" + app + "/messages");
            Locator rows = page.locator("#list tbody tr");
            assertThat(rows).hasCount(2);

            page.selectOption("#status", "2");
            page.click("button:has-text('Find')");
            assertThat(rows).hasCount(1, new LocatorAssertions.HasCountOptions().setTimeout(20_000));
            assertThat(rows).containsText("order-1");
            assertThat(page.locator("#status")).hasValue("2");
            page.selectOption("#status", "0");
            page.click("button:has-text('Find')");
            assertThat(rows).hasCount(2);
            page.selectOption("#status", "4");
            page.click("button:has-text('Find')");
            assertThat(page.locator("#list")).containsText("Nothing is both in this application");
        }
    }

    @Test
    void allOfThemAreSentAgainWhereverTheyGo() {
        try (ScriptedReceiver receiver = ScriptedReceiver.start()) {
            List<String> paths = List.of("/one", "/two", "/well");
            String app = application("Everywhere");
            for (String path : paths) {
                receiver.respond(path, path.equals("/well") ? Script.ok() : Script.status(500));
                endpoint(app, Map.of("url", receiver.url(path), "retry", NO_RETRIES));
            }
            publish(app, message("order-1"));
            publish(app, message("order-2"));
            Page page = browser().operator();
            page.navigate("/dashboard/applications/" + app + "/review");
            assertThat(page.locator("#list")).containsText("4 in all", SOON);
            paths.forEach(path -> receiver.respond(path, Script.ok()));
            page.click("button:has-text('Send all again')");
            page.click("dialog button:has-text('Send all again')");
            assertThat(page.locator(".said")).containsText("Each endpoint has a task of its own");
            page.navigate("/dashboard/applications/" + app + "/review");
            assertThat(page.locator("#list")).containsText("Nothing to review", SOON);
            assertThat(receiver.requests("/well"))
                    .as("what arrived is left alone")
                    .hasSize(2);
        }
    }

    @Test
    void allOfThemAreMarkedByATask() {
        try (ScriptedReceiver receiver = ScriptedReceiver.start()) {
            receiver.respond("/gone", Script.status(500));
            String app = application("Swept");
            endpoint(app, Map.of("url", receiver.url("/gone"), "retry", NO_RETRIES));
            for (int number = 0; number < 5; number++) {
                publish(app, message("order-" + number));
            }
            Page page = browser().operator();
            page.navigate("/dashboard/applications/" + app + "/review");
            assertThat(page.locator("#list")).containsText("5 in all", SOON);
            page.locator("button:has-text('Mark all as handled')").focus();
            page.keyboard().press("Enter");
            assertThat(page.locator("dialog button:has-text('Cancel')")).isFocused();
            page.keyboard().press("Tab");
            page.keyboard().press("Enter");
            assertThat(page.locator("article").first()).containsText("Mark as handled");
            assertThat(page.locator("article").first()).containsText("5 deliveries marked", SOON);
            assertThat(api().get("/api/v1/app/" + app + "/delivery/failed/count", OK)
                            .path("count")
                            .intValue())
                    .isZero();
        }
    }

    @Test
    void whatOfTheTickedCannotBeSentIsSaid() {
        try (ScriptedReceiver receiver = ScriptedReceiver.start()) {
            receiver.respond("/one", Script.status(500)).respond("/two", Script.status(500));
            String app = application("Half gone");
            endpoint(app, Map.of("url", receiver.url("/one"), "retry", NO_RETRIES));
            String two = endpoint(app, Map.of("url", receiver.url("/two"), "retry", NO_RETRIES));
            publish(app, message("order-1"));
            Page page = browser().operator();
            page.navigate("/dashboard/applications/" + app + "/review");
            assertThat(page.locator("#list")).containsText("2 in all", SOON);
            String path = "/api/v1/app/" + app + "/endpoint/" + two;
            api().send(HttpMethod.PATCH, path, "{\"disabled\": true}", OK);
            receiver.respond("/one", Script.ok());
            page.check("[data-all]");
            page.click("button:has-text('Send the ticked again')");
            page.click("dialog button:has-text('Send again')");
            assertThat(page.locator("article").first()).containsText("1 delivery sent again of 2", SOON);
            assertThat(page.locator("article").first()).containsText("its endpoint is switched off");
            page.click("article >> text=The application");
            assertThat(page.locator("h1")).hasText("Half gone");
        }
    }

    @Test
    void theTabSaysHowMuchWaitsForAPerson() {
        try (ScriptedReceiver receiver = ScriptedReceiver.start()) {
            receiver.respond("/gone", Script.status(500));
            String app = application("Counted");
            endpoint(app, Map.of("url", receiver.url("/gone"), "retry", NO_RETRIES));
            Page page = browser().operator();
            Locator count = page.locator("nav.tabs #to-review");
            page.navigate("/dashboard/applications/" + app + "/limits");
            assertThat(page.locator(".tabs")).containsText("To review");
            assertThat(count).isHidden();
            publish(app, message("order-1"));
            assertThat(count).hasText("1", SOON_TOO);
            for (String tab : List.of("Endpoints", "Messages", "Archive", "To review", "Portal link")) {
                int before = Integer.parseInt(count.textContent());
                page.click(".tabs >> text=" + tab);
                assertThat(page.locator(".tabs a[aria-current]")).containsText(tab);
                assertThat(count).hasText(String.valueOf(before));
                publish(app, message("order-" + tab.replace(" ", "-")));
                assertThat(count).hasText(String.valueOf(before + 1), SOON_TOO);
                assertThat(page.locator("#to-review")).hasCount(1);
            }
            for (int number = 0; number < 12; number++) {
                receiver.respond("/gone/" + number, Script.status(500));
                endpoint(app, Map.of("url", receiver.url("/gone/" + number), "retry", NO_RETRIES));
            }
            for (int number = 0; number < 9; number++) {
                publish(app, message("more-" + number));
            }
            assertThat(count).hasText("99+", SOON_TOO);
            api().post(
                            "/api/v1/app/" + app + "/delivery/handle-all",
                            Map.of("since", "2020-01-01T00:00:00Z"),
                            ACCEPTED);
            assertThat(count).isHidden(new LocatorAssertions.IsHiddenOptions().setTimeout(20_000));
        }
    }

    private static String message(String eventId) {
        return "{\"eventType\": \"order.paid\", \"eventId\": \"" + eventId + "\", \"payload\": {}}";
    }
}
