package io.posthorn.dashboard;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.WaitUntilState;
import io.posthorn.postgres.FreshDatabaseInitializer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A Chromium without a window, as one test class sees it: the program is the same for all, because its start takes
 * longer than many a test. Where there is none, the tests are skipped with a loud line, but not where the environment
 * variable CI is set. It hears whatever the pages complain of.
 */
final class Browser implements AutoCloseable {

    private static final double PATIENCE_MILLIS = 45_000;
    private static final List<String> PLACES = List.of(
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            "/Applications/Chromium.app/Contents/MacOS/Chromium");

    private static com.microsoft.playwright.@Nullable Browser running;

    private final com.microsoft.playwright.Browser browser;
    private final String address;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private Browser(com.microsoft.playwright.Browser browser, String address) {
        this.browser = browser;
        this.address = address;
    }

    /** A browser for the server on this port of this machine. */
    static Browser open(int port) {
        return new Browser(running(), "http://localhost:" + port);
    }

    private static synchronized com.microsoft.playwright.Browser running() {
        com.microsoft.playwright.Browser known = running;
        if (known == null || !known.isConnected()) {
            known = start();
            running = known;
        }
        return known;
    }

    private static com.microsoft.playwright.Browser start() {
        Optional<Path> program = program();
        if (program.isEmpty() && System.getenv("CI") == null) {
            System.err.println("""

                    ####  NO CHROMIUM WAS FOUND: the pages are not tried in a browser.  ####
                    ####  Install it (apt-get install chromium) and run the tests again. ####
                    """);
            Assumptions.abort("no Chromium in " + PLACES);
        }
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        BrowserType.LaunchOptions options = new BrowserType.LaunchOptions()
                .setExecutablePath(program.orElseThrow(
                        () -> new AssertionError("CI is set, and there is no Chromium in " + PLACES)))
                .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-proxy-server"));
        Runtime.getRuntime().addShutdownHook(new Thread(playwright::close, "chromium-stop"));
        return playwright.chromium().launch(options);
    }

    private static Optional<Path> program() {
        return Stream.concat(Stream.ofNullable(System.getenv("CHROMIUM")), PLACES.stream())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A page of somebody who has not signed in. */
    Page visitor() {
        BrowserContext context = browser.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setBaseURL(address)
                .setViewportSize(1280, 860));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        context.setDefaultNavigationTimeout(PATIENCE_MILLIS * 2);
        Page page = context.newPage();
        page.onConsoleMessage(this::hear);
        page.onPageError(error -> complaints.add("script failed: " + error));
        page.onDialog(dialog -> {
            complaints.add("a dialog: " + dialog.message());
            dialog.dismiss();
        });
        return page;
    }

    /** A page of whoever holds the key, on the first page. */
    Page signedIn(String key) {
        Page page = visitor();
        page.navigate("/dashboard/sign-in");
        page.fill("#key", key);
        page.click("button:has-text('Sign in')");
        page.waitForURL("**/dashboard", new Page.WaitForURLOptions().setWaitUntil(WaitUntilState.DOMCONTENTLOADED));
        return page;
    }

    /** A page of the operator. */
    Page operator() {
        return signedIn(FreshDatabaseInitializer.ADMIN_KEY);
    }

    /** Closes the pages that were opened, and what they listen to. */
    void closePages() {
        browser.contexts().forEach(BrowserContext::close);
    }

    /** Refusals of the pages' policy, scripts that failed and dialogs that opened, since the beginning. */
    List<String> complaints() {
        return complaints;
    }

    private void hear(ConsoleMessage message) {
        String text = message.text();
        if (text.contains("Content Security Policy") || text.contains("Refused to")) {
            complaints.add(text);
        }
    }

    @Override
    public void close() {
        closePages();
    }
}
