package io.posthorn.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpStatus.NOT_FOUND;
import static org.springframework.http.HttpStatus.OK;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.posthorn.PosthornTest;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** What operators see of a receiver that is away, in charts too, and what others' forms cannot do to them. */
@PosthornTest
@TestPropertySource(
        properties = {
            "posthorn.egress.allowed-networks=127.0.0.0/8,::1/128",
            "posthorn.retry.schedule=500ms,500ms,500ms,500ms,500ms,500ms,500ms,500ms"
        })
class OutagesBrowserIntegrationTests extends InTheBrowser {

    private static final int MESSAGES = 12;
    private static final LocatorAssertions.ContainsTextOptions WHEN_IT_IS_BACK =
            new LocatorAssertions.ContainsTextOptions().setTimeout(60_000);
    private static final String DRAWN = """
            canvas => canvas.width > 0 && canvas.getContext('2d')
                .getImageData(0, 0, canvas.width, canvas.height).data.some((value, i) => i % 4 === 3 && value > 0)""";

    @Test
    void anOutageHoldsTheEndpointSaysWhyAndPassesByItself() {
        try (ScriptedReceiver receiver = ScriptedReceiver.start()) {
            receiver.respond("/away", Script.status(503, "down for maintenance"));
            String app = application("Outage");
            String endpoint = endpoint(app, Map.of("url", receiver.url("/away")));
            Page page = browser().operator();
            page.navigate("/dashboard/applications/" + app + "/endpoints/" + endpoint);
            assertThat(page.locator(".head .state")).containsText("healthy");
            for (int number = 0; number < MESSAGES; number++) {
                publish(app, "{\"eventType\": \"a.b\", \"payload\": {\"n\": " + number + "}}");
            }
            assertThat(page.locator(".head .state")).containsText("held", WHEN_IT_IS_BACK);
            assertThat(page.locator("#now .notice.bad")).containsText("in a row");
            assertThat(page.locator("#now .notice.bad")).containsText("503");
            assertThat(page.locator("#now .notice.bad")).containsText("without using attempts");
            assertThat(page.locator(".figures")).containsText("until it answers", SOON);
            Page overview = page.context().newPage();
            overview.navigate("/dashboard");
            assertThat(overview.locator("tr:has-text('/away')")).containsText("held", SOON);
            receiver.respond("/away", Script.ok());
            assertThat(page.locator(".head .state")).containsText("healthy", WHEN_IT_IS_BACK);
            assertThat(page.locator("#now .notice.bad")).hasCount(0);
            assertThat(page.locator("#now table")).containsText("delivered", SOON);
            assertThat(overview.locator("#now")).not().containsText("/away", WHEN_IT_IS_BACK);
        }
    }

    @Test
    void chartsAreDrawn() {
        try (ScriptedReceiver receiver = ScriptedReceiver.start()) {
            receiver.respond("/drawn", Script.ok());
            String app = application("Drawn");
            String endpoint = endpoint(app, Map.of("url", receiver.url("/drawn")));
            publish(app, "{\"eventType\": \"a.b\", \"payload\": {}}");
            receiver.awaitRequests(1);
            Page page = browser().operator();
            isDrawn(page.locator("canvas[data-chart='/dashboard/chart']"));
            page.navigate("/dashboard/applications/" + app + "/endpoints/" + endpoint);
            assertThat(page.locator("canvas")).hasCount(2);
            isDrawn(page.locator("canvas").first());
            isDrawn(page.locator("canvas").last());
            page.click("[data-theme-switch]");
            isDrawn(page.locator("canvas").first());
        }
    }

    private static void isDrawn(Locator canvas) {
        await().pollInSameThread()
                .atMost(Duration.ofSeconds(20))
                .until(() -> Boolean.TRUE.equals(canvas.evaluate(DRAWN)));
    }

    @Test
    void aFormOfAnotherSiteIsRefusedAndSaysWhy() {
        try (ScriptedReceiver other = ScriptedReceiver.start()) {
            String app = application("Forged");
            String endpoint = endpoint(app, Map.of("url", "https://example.com/"));
            Page page = browser().operator();
            String target = page.url().replaceFirst("/dashboard.*", "") + "/dashboard/applications/" + app
                    + "/endpoints/" + endpoint + "/delete";
            other.respond(
                    "/forged",
                    Script.answer(
                            200,
                            "Content-Type: text/html\r\n",
                            ("""
                    <title>Win a prize</title>
                    <form method="post" action="%s"><button>Win</button></form>
                    """.formatted(target)).getBytes(StandardCharsets.UTF_8)));
            page.navigate("http://localhost:" + other.port() + "/forged");
            page.click("text=Win");
            assertThat(page.locator("h1")).hasText("Not allowed");
            assertThat(page.locator("main")).containsText("not sent from a page of yours");
            assertThat(page.locator("main")).containsText("Nothing was changed");
            page.navigate("http://127.0.0.1:" + other.port() + "/forged");
            page.click("text=Win");
            assertThat(page.locator("#key")).isVisible();
            String path = "/api/v1/app/" + app + "/endpoint/" + endpoint;
            assertThat(api().get(path, OK).path("id").stringValue()).isEqualTo(endpoint);
            page.navigate(target.replace("/delete", ""));
            page.evaluate("document.querySelectorAll('main input[name=_token]').forEach(one => one.remove())");
            delete(page);
            assertThat(page.locator("main")).containsText("not sent from a page of yours");
            api().get(path, OK);
            page.navigate(target.replace("/delete", ""));
            delete(page);
            assertThat(page.locator(".said")).containsText("Deleted");
            api().get(path, NOT_FOUND);
        }
    }

    private static void delete(Page page) {
        page.click("main button:has-text('Delete')");
        page.click("dialog button:has-text('Delete')");
    }
}
