package io.posthorn.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.NO_CONTENT;
import static org.springframework.http.HttpStatus.OK;
import static org.springframework.http.HttpStatus.UNAUTHORIZED;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitUntilState;
import io.posthorn.PosthornTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** What customers do in the portal, done in a browser. */
@PosthornTest
@TestPropertySource(properties = "posthorn.egress.allowed-networks=127.0.0.0/8,::1/128")
class PortalBrowserIntegrationTests extends InTheBrowser {

    @Test
    void aLinkThatEndsInTheMiddleOfAnEditLosesNothing() {
        String app = application("Edited");
        String endpoint = endpoint(app, Map.of("url", "https://example.com/before"));
        Page page = browser().visitor();
        String key = enter(page, app);
        page.click("a:has-text('/before')");
        page.click("a:has-text('Change')");
        page.fill("#description", "Typed with care");
        page.fill("#url", "https://example.com/after");
        page.click("summary:has-text('More')");
        page.fill("#headers", "Authorization: Bearer secret");
        api().post("/api/v1/auth/app/" + app + "/expire-all", Map.of(), NO_CONTENT);
        await().untilAsserted(() -> api().as(key).get("/api/v1/app", UNAUTHORIZED));
        page.click("button:has-text('Save')");
        assertThat(page.locator("h1")).hasText("Your visit has ended");
        assertThat(page.locator("main")).containsText("kept in this tab");
        assertThat(page.locator("main")).containsText("Open it again from the product");
        String path = "/api/v1/app/" + app + "/endpoint/" + endpoint;
        assertThat(api().get(path, OK).path("url").stringValue()).isEqualTo("https://example.com/before");

        enter(page, app);
        assertThat(page.locator("#draft-kept")).containsText("not saved yet");
        page.click("#draft-kept a");
        assertThat(page.locator("#draft-restored")).isVisible();
        assertThat(page.locator("#url")).hasValue("https://example.com/after");
        assertThat(page.locator("#description")).hasValue("Typed with care");
        assertThat(page.locator("#headers")).hasValue("");
        page.click("button:has-text('Save')");
        assertThat(page.locator(".said")).containsText("Saved");
        assertThat(api().get(path, OK).path("description").stringValue()).isEqualTo("Typed with care");
        assertThat(page.locator("#draft-kept")).isHidden();
    }

    @Test
    void anEventTypeWithFlagsIsShownToThoseWhoHaveOne() {
        type("shown.to.all");
        api().post(
                        "/api/v1/event-type",
                        Map.of("name", "shown.to.some", "description", "", "featureFlags", List.of("beta")),
                        CREATED);
        String app = application("Flagged");
        String endpoint = endpoint(app, Map.of("url", "https://example.com/", "eventTypes", List.of("shown.to.some")));
        Page page = browser().visitor();
        enter(page, app);
        page.click("nav >> text=Event catalogue");
        assertThat(page.locator("main")).containsText("shown.to.all");
        assertThat(page.locator("main")).not().containsText("shown.to.some");
        page.navigate("/portal/app/" + app + "/events/shown.to.some");
        assertThat(page.locator("main")).containsText("There is no event type");
        page.navigate("/portal/app/" + app + "/endpoints/" + endpoint + "/edit");
        assertThat(page.locator(".option:has-text('shown.to.some')")).containsText("as long as it stays ticked");
        page.fill("#description", "Kept");
        page.click("button:has-text('Save')");
        assertThat(page.locator(".said")).containsText("Saved");
        assertThat(api().get("/api/v1/app/" + app + "/endpoint/" + endpoint, OK)
                        .path("eventTypes")
                        .toString())
                .isEqualTo("[\"shown.to.some\"]");
        enter(page, app, "beta");
        page.click("nav >> text=Event catalogue");
        page.click("a:has-text('shown.to.some')");
        assertThat(page.locator("h1")).hasText("shown.to.some");
    }

    private String enter(Page page, String app, String... flags) {
        String key = api().post("/api/v1/auth/app-portal-access/" + app, Map.of("featureFlags", List.of(flags)), OK)
                .path("token")
                .stringValue();
        page.navigate("/login#key=" + key, new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
        page.waitForURL("**/portal/app/**");
        return key;
    }
}
