package io.posthorn.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.NO_CONTENT;
import static org.springframework.http.HttpStatus.OK;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitUntilState;
import io.posthorn.PosthornTest;
import io.posthorn.receiver.Script;
import io.posthorn.receiver.ScriptedReceiver;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** Every page that links lead to, held against the rules of WCAG AA by a tool. */
@PosthornTest
@DirtiesContext
@TestPropertySource(
        properties = {"posthorn.egress.allowed-networks=127.0.0.0/8,::1/128", "posthorn.playground.enabled=true"})
class AccessibilityBrowserIntegrationTests extends InTheBrowser {

    private static final Map<String, String> NO_RETRIES = Map.of("preset", "none");

    /** Where an identifier of ours, or a name of ours, stands in a path: pages that differ in it alone are one page. */
    private static final Pattern NAMES = Pattern.compile("[a-z]+_[0-9A-Za-z]{27}|(?<=event-types/|events/)[a-z.]+");

    @Test
    void operatorsPagesBreakNoRule() {
        try (ScriptedReceiver receiver = ScriptedReceiver.start()) {
            String app = furnish(receiver);
            Page page = browser().operator();
            page.navigate("/dashboard/applications/" + app + "/messages?id=order-1");
            assertThat(page.locator("main")).containsText("HTTP 500", SOON);
            assertThat(walk(page, "/dashboard")).isEmpty();
        }
    }

    @Test
    void customersPagesBreakNoRule() {
        try (ScriptedReceiver receiver = ScriptedReceiver.start()) {
            String app = furnish(receiver);
            String key = api().post("/api/v1/auth/app-portal-access/" + app, Map.of(), OK)
                    .path("token")
                    .stringValue();
            Page page = browser().visitor();
            page.navigate("/login#key=" + key, new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
            assertThat(page.locator("main")).containsText("/one", SOON);
            assertThat(walk(page, URI.create(page.url()).getPath())).isEmpty();
        }
    }

    @Test
    void pagesBeforeSignInBreakNoRule() {
        Page page = browser().visitor();
        for (String path : List.of("/dashboard/sign-in", "/portal/sign-in", "/login")) {
            page.navigate(path);
            assertThat(Accessibility.complaints(page)).as(path).isEmpty();
        }
    }

    @Test
    void theRulesFindWhatIsWrong() {
        Page page = browser().visitor();
        page.setContent("<html lang='en'><title>t</title><main><h1>h</h1><p style='color:#999'>pale</p><input></main>");
        assertThat(Accessibility.complaints(page))
                .anyMatch(complaint -> complaint.startsWith("light: color-contrast"))
                .anyMatch(complaint -> complaint.startsWith("dark: label"));
    }

    private String furnish(ScriptedReceiver receiver) {
        receiver.respond("/one", Script.status(500));
        if (api().get("/api/v1/event-type", OK).path("data").isEmpty()) {
            type("order.created");
        }
        String organization =
                api().get("/api/v1/organization", OK).at("/data/0/id").stringValue();
        api().post(
                        "/api/v1/organization/" + organization + "/allowed-target",
                        Map.of("target", "10.1.0.0/16:8080", "reason", "Peered."),
                        CREATED);
        api().send(
                        HttpMethod.PATCH,
                        "/api/v1/organization/" + organization,
                        "{\"branding\": {\"name\": \"Acme\", \"color\": \"#e06c00\", \"supportUrl\": \"mailto:a@b.example\"}}",
                        OK);
        api().post("/api/v1/host/paused.example:443/pause", Map.of("reason", "It moves."), NO_CONTENT);
        String app = application("Accessible");
        endpoint(app, Map.of("url", receiver.url("/one"), "retry", NO_RETRIES));
        endpoint(app, Map.of("url", receiver.url("/two"), "description", "Two"));
        publish(app, "{\"eventType\":\"order.created\",\"eventId\":\"order-1\",\"payload\":{\"total\":19.9}}");
        return app;
    }

    /** What is wrong with the page at the path and all that links from it lead to, each kind of page once. */
    private static List<String> walk(Page page, String from) {
        List<String> wrong = new ArrayList<>();
        Map<String, String> known = new LinkedHashMap<>(Map.of(kind(from), from));
        Deque<String> waiting = new ArrayDeque<>(known.values());
        while (!waiting.isEmpty()) {
            String path = waiting.remove();
            page.navigate(path);
            Accessibility.complaints(page).forEach(complaint -> wrong.add(kind(path) + " " + complaint));
            for (String link : links(page)) {
                if (link.startsWith(area(from)) && known.putIfAbsent(kind(link), link) == null) {
                    waiting.add(link);
                }
            }
        }
        assertThat(known).hasSizeGreaterThan(9);
        return wrong;
    }

    private static String area(String path) {
        return path.startsWith("/portal") ? "/portal" : "/dashboard";
    }

    private static String kind(String path) {
        return NAMES.matcher(path).replaceAll("*");
    }

    private static List<String> links(Page page) {
        Object found = page.evaluate(
                "() => [...document.links].filter(a => a.origin === location.origin)" + ".map(a => a.pathname)");
        return ((List<?>) found).stream().map(String::valueOf).toList();
    }
}
