package io.posthorn.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpStatus.OK;

import com.microsoft.playwright.Page;
import io.posthorn.PosthornTest;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** What operators do, done without a mouse. */
@PosthornTest
@TestPropertySource(properties = "posthorn.egress.allowed-networks=127.0.0.0/8,::1/128")
class KeyboardBrowserIntegrationTests extends InTheBrowser {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String FOCUS_IS_IN_MAIN = "() => document.activeElement.closest('main') !== null";

    @Test
    void anEndpointIsMadeFromSignInToItsFirstTest() {
        type("order.paid");
        type("order.sent");
        try (ScriptedReceiver receiver = ScriptedReceiver.start()) {
            Page page = browser().visitor();
            page.navigate("/dashboard/sign-in");
            Keyboard keyboard = new Keyboard(page);
            assertThat(page.locator("#key")).isFocused();
            keyboard.type(api().key());
            keyboard.press("Enter");
            assertThat(page.locator("h1")).hasText("Overview");
            keyboard.enter("nav.side a:has-text('Applications')");
            assertThat(page.locator("h1")).hasText("Applications");
            keyboard.enter("main a:has-text('New application')");
            assertThat(page.locator("#name")).isFocused();
            keyboard.type("Made by hand");
            keyboard.press("Enter");
            assertThat(page.locator("h1")).hasText("Made by hand");
            keyboard.enter("main a:has-text('Add the first endpoint')");
            assertThat(page.locator("h1")).hasText("New endpoint");
            keyboard.reach("#url");
            keyboard.type(receiver.url("/hooks"));
            keyboard.reach("input[name=types][value=all]");
            keyboard.press("ArrowDown");
            assertThat(page.locator("input[name=types][value=some]")).isChecked();
            keyboard.reach("input[name=type][value='order.sent']");
            keyboard.press("Space");
            assertThat(page.locator("input[name=type][value='order.sent']")).isChecked();
            keyboard.enter("button:has-text('Create and test')");
            assertThat(page.locator(".notice.good")).containsText("The last test arrived", SOON);
            assertThat(page.locator("section:has(#gets)")).containsText("order.sent");
            assertThat(page.locator("section:has(#gets)")).not().containsText("order.paid");
        }
    }

    @Test
    void aMessageIsSentAgainOnceTheDialogIsConfirmed() {
        try (ScriptedReceiver receiver = ScriptedReceiver.start()) {
            receiver.respond("/hooks", Script.ok());
            String app = application("Sent again");
            endpoint(app, Map.of("url", receiver.url("/hooks")));
            publish(app, "{\"eventType\": \"a.b\", \"eventId\": \"order-1\", \"payload\": {}}");
            Page page = browser().operator();
            page.navigate("/dashboard/applications/" + app + "/messages");
            Keyboard keyboard = new Keyboard(page);
            keyboard.enter("#list a:has-text('order-1')");
            assertThat(page.locator("article")).containsText("Delivered: 1 attempt", SOON);
            String again = "button:has-text('Send again to all')";
            keyboard.enter(again);
            assertThat(page.locator("dialog button:has-text('Cancel')")).isFocused();
            keyboard.press("Escape");
            assertThat(page.locator("dialog")).hasCount(0);
            assertThat(page.locator(again)).isFocused();
            assertThat(page.locator(".said")).hasCount(0);
            keyboard.press("Enter");
            keyboard.enter("dialog button:has-text('Send to all')");
            assertThat(page.locator(".said")).containsText("On its way again");
            await().atMost(PATIENCE).until(() -> receiver.requests("/hooks").size() == 2);
        }
    }

    @Test
    void nobodyIsThrownBackToTheTopByWhatTheyPressed() {
        try (ScriptedReceiver receiver = ScriptedReceiver.start()) {
            String app = application("Pressed");
            String endpoint = endpoint(app, Map.of("url", receiver.url("/hooks")));
            Page page = browser().operator();
            page.navigate("/dashboard/applications/" + app + "/endpoints/" + endpoint);
            Keyboard keyboard = new Keyboard(page);
            keyboard.enter("button:has-text('Send a test')");
            assertThat(page.locator("#test")).containsText("It works", SOON);
            assertThat(page.locator("button:has-text('Send a test')")).isFocused();
            keyboard.enter("button:has-text('Show the secret')");
            assertThat(page.locator("#secret")).containsText("whsec_", SOON);
            assertThat(page.locator("#secret button:has-text('Copy')")).isFocused();
            keyboard.press("Enter");
            assertThat(page.locator("[role=status]:has-text('Copied')")).isAttached();
        }
    }

    @Test
    void aLinkSkipsWhatEveryPageBeginsWith() {
        Page page = browser().operator();
        for (String path : List.of("/dashboard/applications", "/dashboard/event-types", "/dashboard/keys")) {
            page.navigate(path);
            Keyboard keyboard = new Keyboard(page);
            keyboard.enter("a.skip");
            assertThat(page.locator("#content")).isFocused();
            keyboard.press("Tab");
            assertThat(page.evaluate(FOCUS_IS_IN_MAIN)).as(path).isEqualTo(true);
        }
    }

    @Test
    void theMenuOfNarrowPagesOpensAndCloses() {
        Page page = browser().operator();
        page.setViewportSize(360, 780);
        Keyboard keyboard = new Keyboard(page);
        keyboard.enter(".menu");
        assertThat(page.locator(".side")).isVisible();
        keyboard.reach(".side a:has-text('Tasks')");
        keyboard.press("Escape");
        assertThat(page.locator(".side")).isHidden();
        assertThat(page.locator(".menu")).isFocused();
        keyboard.press("Enter");
        keyboard.enter(".side a:has-text('Tasks')");
        assertThat(page.locator("h1")).hasText("Tasks");
    }

    @Test
    void whatIsWiderThanItsPlaceIsMovedByTheArrows() {
        application("Audited");
        Page page = browser().operator();
        page.navigate("/dashboard/audit");
        assertThat(page.locator(".scroll")).not().hasAttribute("tabindex", "0");
        page.setViewportSize(800, 860);
        page.evaluate("() => { document.querySelector('.scroll table').style.width = '2000px'; }");
        assertThat(page.locator(".scroll")).hasAttribute("tabindex", "0");
        moves(page, ".scroll");
        page.setViewportSize(360, 780);
        page.navigate("/dashboard/applications/" + application("Without messages") + "/messages");
        moves(page, "#list pre");
    }

    private static void moves(Page page, String selector) {
        Keyboard keyboard = new Keyboard(page);
        keyboard.reach(selector);
        await().pollInSameThread().atMost(PATIENCE).until(() -> {
            keyboard.press("ArrowRight");
            return !page.locator(selector).evaluate("part => part.scrollLeft").equals(0);
        });
    }

    @Test
    void everyStopShowsThatItHasTheFocus() {
        try (ScriptedReceiver receiver = ScriptedReceiver.start()) {
            receiver.respond("/hooks", Script.status(500));
            String app = application("Walked through");
            String endpoint = endpoint(app, Map.of("url", receiver.url("/hooks"), "retry", Map.of("preset", "none")));
            publish(app, "{\"eventType\": \"a.b\", \"eventId\": \"order-1\", \"payload\": {}}");
            Page page = browser().operator();
            String root = "/dashboard/applications/" + app;
            page.navigate(root + "/review");
            assertThat(page.locator("#list")).containsText("1 in all", SOON);
            List<String> unseen = new ArrayList<>();
            for (String path : List.of(
                    "/dashboard",
                    "/dashboard/targets",
                    root,
                    root + "/messages",
                    root + "/messages/" + message(app),
                    root + "/review",
                    root + "/portal",
                    root + "/endpoints/new",
                    root + "/endpoints/" + endpoint)) {
                page.navigate(path);
                unseen.addAll(new Keyboard(page).unseen());
            }
            page.setViewportSize(360, 780);
            page.navigate(root + "/review");
            unseen.addAll(new Keyboard(page).unseen());
            assertThat(unseen).isEmpty();
        }
    }

    private String message(String app) {
        return api().get("/api/v1/app/" + app + "/msg", OK).at("/data/0/id").stringValue();
    }
}
