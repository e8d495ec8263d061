package io.posthorn.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.OK;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.WaitUntilState;
import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import io.posthorn.playground.Behaviour;
import io.posthorn.playground.Playground;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** The built-in receiver and the portal, each in a browser, as somebody does who starts Posthorn for the first time. */
@PosthornTest
@TestPropertySource(
        properties = {
            "posthorn.playground.enabled=true",
            "posthorn.egress.allowed-networks=127.0.0.0/8,::1/128",
        })
class PlaygroundIntegrationTests {

    private static final LocatorAssertions.ContainsTextOptions SOON =
            new LocatorAssertions.ContainsTextOptions().setTimeout(40_000);

    @LocalServerPort
    private int port;

    @Autowired
    private @Nullable Playground playground;

    @BeforeEach
    void itWorks() {
        Objects.requireNonNull(playground).behave(Behaviour.WORKS);
    }

    @Test
    void theFirstDeliveryAndARetryAreSeenWithoutAnyOtherProgram() {
        try (Browser browser = Browser.open(port)) {
            Page page = browser.operator();
            page.navigate("/dashboard/playground");
            page.click("text=Make it");
            page.click("button:has-text('Deliver')");
            assertThat(page.locator("article").first()).containsText("Delivered at the first attempt", SOON);
            assertThat(page.locator("article").first()).containsText("signature right", SOON);
            page.click("text=Fail once");
            assertThat(page.locator("article").first()).containsText("another one arrived", SOON);
            assertThat(page.locator("article").first().locator(".hits > li")).hasCount(2);
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void aPortalLinkLeadsToAnEndpointThatIsGreen() {
        ApiClient api = ApiClient.of(port);
        api.post("/api/v1/app", Map.of("name", "Customer", "uid", "customer"), CREATED);
        String key = api.post(
                        "/api/v1/auth/app-portal-access/customer",
                        Map.of("capabilities", List.of("ViewBase", "ManageEndpoint", "CreateAttempts")),
                        OK)
                .path("token")
                .asString("");
        try (Browser browser = Browser.open(port)) {
            Page page = browser.visitor();
            page.navigate("/login#key=" + key, new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
            page.click("text=Add the first endpoint");
            assertThat(page.url()).doesNotContain(key);
            page.fill("#url", "http://127.0.0.1:" + port + "/play/in/customer");
            page.click("button:has-text('Create and test')");
            assertThat(page.locator("#now")).containsText("The last test arrived", SOON);
            page.click("button:has-text('Send a test')");
            assertThat(page.locator("#test")).containsText("It works", SOON);
            assertThat(browser.complaints()).isEmpty();
        }
    }
}
