package io.posthorn.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpStatus.ACCEPTED;
import static org.springframework.http.HttpStatus.NO_CONTENT;
import static org.springframework.http.HttpStatus.OK;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitUntilState;
import io.posthorn.PosthornTest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** A secret is replaced in the browser while messages keep coming, and the receiver changes over in its own time. */
@PosthornTest
@TestPropertySource(
        properties = {"posthorn.egress.allowed-networks=127.0.0.0/8,::1/128", "posthorn.retry.schedule=100ms,100ms"})
class RotationBrowserIntegrationTests extends InTheBrowser {

    private static final int AT_A_TIME = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<String> published = new ArrayList<>();

    @Test
    void operatorsReplaceASecretWithoutLosingAMessage() throws IOException {
        try (VerifyingReceiver receiver = VerifyingReceiver.start()) {
            String app = application("Rotated");
            String endpoint = endpoint(app, Map.of("url", receiver.url()));
            Page page = browser().operator();
            page.navigate("/dashboard/applications/" + app + "/endpoints/" + endpoint);
            rotate(page, app, receiver);
        }
    }

    @Test
    void customersReplaceASecretWithoutLosingAMessage() throws IOException {
        try (VerifyingReceiver receiver = VerifyingReceiver.start()) {
            String app = application("Rotated by its customer");
            String endpoint = endpoint(app, Map.of("url", receiver.url()));
            String key = api().post("/api/v1/auth/app-portal-access/" + app, Map.of(), OK)
                    .path("token")
                    .stringValue();
            Page page = browser().visitor();
            page.navigate("/login#key=" + key, new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
            assertThat(page.locator("main"))
                    .containsText(URI.create(receiver.url()).getPath(), SOON);
            page.navigate("/portal/app/" + app + "/endpoints/" + endpoint);
            rotate(page, app, receiver);
        }
    }

    @Test
    void thePageSaysWhenTheOldSecretsTimeIsOver() {
        String app = application("Over");
        String endpoint = endpoint(app, Map.of("url", "https://example.com/over"));
        Page operator = browser().operator();
        seesTheEnd(operator, app, endpoint, "/dashboard/applications/" + app + "/endpoints/" + endpoint);
        String key = api().post("/api/v1/auth/app-portal-access/" + app, Map.of(), OK)
                .path("token")
                .stringValue();
        Page customer = browser().visitor();
        customer.navigate("/login#key=" + key, new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
        assertThat(customer.locator("main")).containsText("example.com/over", SOON);
        seesTheEnd(customer, app, endpoint, "/portal/app/" + app + "/endpoints/" + endpoint);
    }

    private void seesTheEnd(Page page, String app, String endpoint, String path) {
        page.navigate(path);
        assertThat(page.locator("#old-secrets")).hasCount(0);
        assertThat(page.locator("#old-secrets-over")).hasCount(0);
        api().post(
                        "/api/v1/app/" + app + "/endpoint/" + endpoint + "/secret/rotate",
                        Map.of("gracePeriodSeconds", 3),
                        NO_CONTENT);
        page.reload();
        page.evaluate("() => { document.body.dataset.same = 'yes' }");
        assertThat(page.locator("#old-secrets")).containsText("The old secret signs too");
        assertThat(page.locator("#old-secrets-over")).containsText("time is over", SOON);
        assertThat(page.locator("#old-secrets")).hasCount(0);
        assertThat(page.locator("body[data-same=yes]")).hasCount(1);
        assertThat(page.locator("#old-secrets-over")).hasCount(1);
    }

    private void rotate(Page page, String app, VerifyingReceiver receiver) {
        String before = shown(page);
        receiver.knows(before);
        publish(app);

        page.selectOption("#grace", "1");
        page.click("button:has-text('New secret')");
        publish(app);
        page.click("dialog button:has-text('Make a new secret')");
        assertThat(page.locator(".said")).containsText("There is a new secret");
        publish(app);
        assertThat(page.locator("#old-secrets")).containsText("The old secret signs too, until");
        Instant end = Instant.parse(page.locator("#old-secrets time").getAttribute("datetime"));
        assertThat(end)
                .isBetween(Instant.now().plusSeconds(3_400), Instant.now().plusSeconds(3_600));

        awaitAll(receiver);
        String after = shown(page);
        assertThat(after).isNotEqualTo(before);
        publish(app);
        receiver.knows(after);
        publish(app);

        page.click("button:has-text('End it now')");
        publish(app);
        page.click("dialog button:has-text('End it')");
        assertThat(page.locator(".said")).containsText("The old secrets no longer sign");
        assertThat(page.locator("#old-secrets")).hasCount(0);
        publish(app);
        awaitAll(receiver);
        assertThat(receiver.refused()).isEmpty();

        receiver.knows(before);
        String late = publishOne(app);
        await().atMost(PATIENCE).until(() -> receiver.refused().contains(late));
    }

    private static String shown(Page page) {
        page.click("text=Show the secret");
        return page.locator("#secret-text").textContent();
    }

    private void publish(String app) {
        for (int number = 0; number < AT_A_TIME; number++) {
            published.add(publishOne(app));
        }
    }

    private String publishOne(String app) {
        return api().post("/api/v1/app/" + app + "/msg", "{\"eventType\": \"a.b\", \"payload\": {\"n\": 1}}", ACCEPTED)
                .path("id")
                .stringValue();
    }

    private void awaitAll(VerifyingReceiver receiver) {
        await().atMost(PATIENCE).until(() -> receiver.taken().containsAll(published));
    }
}
