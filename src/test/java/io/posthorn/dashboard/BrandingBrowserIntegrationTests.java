package io.posthorn.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.OK;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.WaitUntilState;
import io.posthorn.PosthornTest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

/** How the portal is to look, said in a browser, and seen by a customer in another. */
@PosthornTest
class BrandingBrowserIntegrationTests extends InTheBrowser {

    private static final String PATH = "/dashboard/branding";

    private static final String WHITE = "rgb(255, 255, 255)";

    /** One green point. */
    private static final byte[] PICTURE = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNgaDgDAAIEAQDT0uknAAAAAElFTkSuQmCC");

    @Test
    void whatIsSaidHereCustomersSee() {
        String app = application("Branded");
        Page page = browser().operator();
        page.click("nav >> text=Branding");
        Locator light = page.locator(".brand-look.light");
        assertThat(light.locator("[data-brand-name]")).hasText("Webhooks");
        page.fill("#name", "Parcel & Post");
        page.fill("#color", "#ffdd00");
        page.fill("#darkColor", "#0b7a5c");
        page.fill("#supportUrl", "https://example.com/help");
        assertThat(light.locator("[data-brand-name]")).hasText("Parcel & Post");
        assertThat(light.locator("[data-brand-help]")).isVisible();
        assertThat(light.locator(".primary")).hasCSS("background-color", "rgb(255, 221, 0)");
        assertThat(light.locator(".primary")).hasCSS("color", "rgb(16, 19, 26)");
        assertThat(page.locator(".brand-look.dark .primary")).hasCSS("background-color", "rgb(11, 122, 92)");
        assertThat(page.locator(".brand-look.dark .primary")).hasCSS("color", WHITE);
        assertThat(branding().isMissingNode()).isTrue();
        page.click("button:has-text('Save')");
        assertThat(page.locator(".said")).containsText("Saved");
        assertThat(page.locator("#color")).hasValue("#ffdd00");
        assertThat(page.locator("[data-picks=color]")).hasValue("#ffdd00");

        Page customer = customer(app);
        assertThat(customer.locator(".portal-brand")).hasText("Parcel & Post");
        assertThat(customer.locator(".portal-tools >> text=Help")).hasAttribute("href", "https://example.com/help");
        assertThat(customer.locator("main .primary").first()).hasCSS("background-color", "rgb(255, 221, 0)");
        assertThat(customer.locator("main .primary").first()).hasCSS("color", "rgb(16, 19, 26)");

        page.click("button:has-text('Plain again')");
        page.click("dialog button:has-text('Cancel')");
        assertThat(branding().path("name").asString("")).isEqualTo("Parcel & Post");
        page.click("button:has-text('Plain again')");
        page.click("dialog button:has-text('Plain again')");
        assertThat(page.locator(".said")).containsText("Plain again");
        assertThat(page.locator("#name")).hasValue("");
        assertThat(page.locator("button:has-text('Plain again')")).hasCount(0);
        assertThat(branding().isMissingNode()).isTrue();
        customer.reload();
        assertThat(customer.locator(".portal-brand")).hasText("Webhooks");
    }

    @Test
    void aSmallPictureIsKeptAndALargeOneIsNot() {
        String app = application("Pictured");
        Page page = browser().operator();
        page.navigate(PATH);
        page.setInputFiles("#upload", new FilePayload("large.png", "image/png", new byte[50_000]));
        assertThat(page.locator("#upload-says")).containsText("50 kB");
        page.setInputFiles("#upload", new FilePayload("logo.png", "image/png", PICTURE));
        assertThat(page.locator(".brand-look.dark img")).isVisible();
        assertThat(page.locator("#upload-says")).isEmpty();
        page.click("button:has-text('Save')");
        assertThat(page.locator(".said")).containsText("Saved");
        String kept = "data:image/png;base64," + Base64.getEncoder().encodeToString(PICTURE);
        assertThat(branding().path("logo").asString("")).isEqualTo(kept);
        assertThat(customer(app).locator(".portal-brand img")).hasAttribute("src", kept);

        page.click("button:has-text('Save')");
        assertThat(branding().path("logo").asString("")).isEqualTo(kept);
        page.click("text=Take it away");
        assertThat(page.locator(".brand-look.dark img")).isHidden();
        page.fill("#name", "Without");
        page.click("button:has-text('Save')");
        assertThat(page.locator("#name")).hasValue("Without");
        assertThat(branding().path("logo").isMissingNode()).isTrue();
        page.click("button:has-text('Plain again')");
        page.click("dialog button:has-text('Plain again')");
        assertThat(page.locator(".said")).containsText("Plain again");
    }

    @Test
    void whatCannotBeTakenIsMarkedBesideItsField() {
        Page page = browser().operator();
        page.navigate(PATH);
        page.fill("#name", "Acme");
        page.fill("#color", "red");
        page.fill("#returnUrl", "http://evil.example");
        page.click("button:has-text('Save')");
        assertThat(page.locator("[role=alert]")).containsText("Nothing was changed");
        assertThat(page.locator("#wrong-color")).containsText("#rrggbb");
        assertThat(page.locator("#wrong-returnUrl")).containsText("https://");
        assertThat(page.locator("p.wrong:not(:empty)")).hasCount(2);
        assertThat(page.locator("#color")).hasValue("red");
        assertThat(page.locator("#name")).hasValue("Acme");
        assertThat(branding().isMissingNode()).isTrue();
    }

    @Test
    void ofSeveralOrganizationsOneIsChosen() {
        String other = api().post("/api/v1/organization", Map.of("name", "Other product"), CREATED)
                .path("id")
                .stringValue();
        Page page = browser().operator();
        page.navigate(PATH);
        page.selectOption("#organization", other);
        page.click("button:has-text('Show')");
        assertThat(page.locator("h2 >> nth=0")).hasText("Portal of Other product");
        page.fill("#name", "Otherwise");
        page.click("button:has-text('Save')");
        assertThat(page.locator("h2 >> nth=0")).hasText("Portal of Other product");
        assertThat(page.locator("#name")).hasValue("Otherwise");
        assertThat(api().get("/api/v1/organization/" + other, OK)
                        .at("/branding/name")
                        .asString(""))
                .isEqualTo("Otherwise");
        assertThat(branding().isMissingNode()).isTrue();
    }

    @Test
    void whoMayNotChangeItIsToldWhoMay() {
        String key = api().post(
                        "/api/v1/auth/api-token", Map.of("name", "admin here", "scopes", List.of("admin")), CREATED)
                .path("token")
                .stringValue();
        Page page = browser().signedIn(key);
        page.navigate(PATH);
        assertThat(page.locator(".notice")).containsText("Only the installation's own key");
        assertThat(page.locator("main form")).hasCount(0);
    }

    @Test
    void onlyThisPageShowsPicturesFromElsewhere() {
        Page page = browser().operator();
        assertThat(policy(page, PATH)).contains("img-src 'self' data: https:;").contains("script-src 'self';");
        assertThat(policy(page, "/dashboard/targets")).contains("img-src 'self' data:;");
    }

    private static String policy(Page page, String path) {
        return Objects.requireNonNull(page.navigate(path)).headerValue("content-security-policy");
    }

    private Page customer(String app) {
        String key = api().post("/api/v1/auth/app-portal-access/" + app, Map.of(), OK)
                .path("token")
                .stringValue();
        Page page = browser().visitor();
        page.navigate("/login#key=" + key, new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
        assertThat(page.locator(".portal-tools")).containsText("Leave", SOON);
        return page;
    }

    private JsonNode branding() {
        String first = api().get("/api/v1/organization?order=ascending", OK)
                .at("/data/0/id")
                .stringValue();
        return api().send(HttpMethod.GET, "/api/v1/organization/" + first, null, OK)
                .path("branding");
    }
}
