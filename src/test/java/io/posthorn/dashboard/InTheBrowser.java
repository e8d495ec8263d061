package io.posthorn.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpStatus.ACCEPTED;
import static org.springframework.http.HttpStatus.CREATED;

import com.microsoft.playwright.assertions.LocatorAssertions;
import io.posthorn.ApiClient;
import io.posthorn.process.ProcessTest;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/**
 * What tests in a browser have in common: one browser for each class, and an ear for what the pages complain of. They
 * mostly wait for the browser, so they run beside the tests that need this JVM alone, in turns with those that start
 * and stop programs, on applications of their own.
 */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(ProcessTest.PROGRAMS)
@ExtendWith(ProcessTest.Beside.class)
@TestPropertySource(properties = "an-application-for=browsers")
abstract class InTheBrowser {

    static final LocatorAssertions.ContainsTextOptions SOON =
            new LocatorAssertions.ContainsTextOptions().setTimeout(20_000);

    private static @Nullable Browser browser;

    @LocalServerPort
    private int port;

    private ApiClient api = ApiClient.of(0);

    @BeforeEach
    void open() {
        browser = browser == null ? Browser.open(port) : browser;
        api = ApiClient.of(port);
    }

    @AfterEach
    void nothingWasExecutedThatShouldNotBe() {
        if (browser != null) {
            browser.closePages();
            assertThat(browser.complaints()).as("what the pages complained of").isEmpty();
        }
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
        browser = null;
    }

    final Browser browser() {
        return Objects.requireNonNull(browser);
    }

    final ApiClient api() {
        return api;
    }

    final String application(String name) {
        return application(Map.of("name", name));
    }

    final String application(Map<String, ?> body) {
        return api.post("/api/v1/app", body, CREATED).path("id").stringValue();
    }

    final String endpoint(String app, Map<String, ?> body) {
        return api.post("/api/v1/app/" + app + "/endpoint", body, CREATED)
                .path("id")
                .stringValue();
    }

    final void type(String name) {
        api.post("/api/v1/event-type", Map.of("name", name, "description", ""), CREATED);
    }

    final void publish(String app, String message) {
        api.post("/api/v1/app/" + app + "/msg", message, ACCEPTED);
    }
}
