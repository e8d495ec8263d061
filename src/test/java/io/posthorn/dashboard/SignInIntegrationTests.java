package io.posthorn.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.NO_CONTENT;

import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import io.posthorn.access.SignInLinks;
import io.posthorn.postgres.FreshDatabaseInitializer;
import io.posthorn.postgres.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.ResponseCookie;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Who gets in to the pages, how, and for how long. */
@PosthornTest
class SignInIntegrationTests {

    @LocalServerPort
    private int port;

    @Autowired
    private @Nullable SignInLinks links;

    @Autowired
    private @Nullable TestDatabase database;

    private PageClient anonymous = PageClient.signedOut(0);

    @BeforeEach
    void client() {
        anonymous = PageClient.signedOut(port);
    }

    @Test
    void nobodySeesAPageWithoutASession() {
        anonymous.get("/").expectStatus().isSeeOther().expectHeader().location("/dashboard");
        anonymous
                .get("/dashboard/applications?search=x")
                .expectStatus()
                .isSeeOther()
                .expectHeader()
                .location("/dashboard/sign-in?to=%2Fdashboard%2Fapplications%3Fsearch%3Dx");
        anonymous
                .withCookie("ph_session_made_up")
                .get("/dashboard")
                .expectStatus()
                .isSeeOther();
    }

    @Test
    void aKeyOpensASessionThatOnlyTheServerReads() {
        ResponseCookie cookie = PageClient.cookieOf(anonymous
                .post("/dashboard/sign-in", Map.of("key", FreshDatabaseInitializer.ADMIN_KEY, "to", "/dashboard/keys"))
                .expectStatus()
                .isSeeOther()
                .expectHeader()
                .location("/dashboard/keys")
                .expectBody()
                .returnResult());
        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.getSameSite()).isEqualTo("Lax");
        assertThat(cookie.getPath()).isEqualTo("/dashboard");
        assertThat(anonymous.withCookie(cookie.getValue()).page("/dashboard")).contains("Signed in as");
        assertThat(stored()).doesNotContain(cookie.getValue());
    }

    @Test
    void aLinkSignsInOnce() {
        String path = Objects.requireNonNull(
                Objects.requireNonNull(links).create().toFuture().join());
        String link = path.substring(path.indexOf('=') + 1);
        assertThat(anonymous.page(path)).contains("signs you in once");
        assertThat(anonymous.page(path)).as("looking does not use it up").contains("signs you in once");
        anonymous
                .post("/dashboard/sign-in", Map.of("link", link))
                .expectStatus()
                .isSeeOther();
        String refused = body(anonymous.post("/dashboard/sign-in", Map.of("link", link)), 401);
        assertThat(refused).contains("used already").contains("sign-in-link");
    }

    @Test
    void aWrongKeyAndOneThatMayNotLookAreToldApart() {
        assertThat(body(anonymous.post("/dashboard/sign-in", Map.of("key", "ph_live_wrong")), 401))
                .contains("not known here");
        assertThat(body(
                        anonymous.post(
                                "/dashboard/sign-in",
                                Map.of("key", key("publish").path("token").stringValue())),
                        403))
                .contains("may send messages and nothing else");
    }

    @Test
    void nobodyIsSentElsewhereAfterSigningIn() {
        for (String to : List.of("https://example.com/", "//example.com", "/dashboard\\..\\x", "/dashboardx")) {
            anonymous
                    .post("/dashboard/sign-in", Map.of("key", FreshDatabaseInitializer.ADMIN_KEY, "to", to))
                    .expectStatus()
                    .isSeeOther()
                    .expectHeader()
                    .location("/dashboard");
        }
    }

    @Test
    void signingOutEndsTheSession() {
        PageClient admin = anonymous.signIn(FreshDatabaseInitializer.ADMIN_KEY);
        admin.send("/dashboard/sign-out", Map.of()).expectStatus().isSeeOther();
        admin.get("/dashboard").expectStatus().isSeeOther();
    }

    @Test
    void aSessionEndsWithItsKey() {
        JsonNode key = key("read");
        PageClient reader = anonymous.signIn(key.path("token").stringValue());
        reader.get("/dashboard").expectStatus().isOk();
        ApiClient.of(port).post("/api/v1/auth/api-token/" + key.path("id").stringValue() + "/expire", "{}", NO_CONTENT);
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> reader.get("/dashboard").expectStatus().isSeeOther());
    }

    @Test
    void aSessionEndsAtItsTime() {
        PageClient admin = anonymous.signIn(FreshDatabaseInitializer.ADMIN_KEY);
        admin.get("/dashboard").expectStatus().isOk();
        Objects.requireNonNull(database).execute("UPDATE browser_session SET expires_at = now() - interval '1 second'");
        admin.get("/dashboard").expectStatus().isSeeOther();
    }

    @Test
    void aFormWithoutTheSessionsTokenChangesNothing() {
        PageClient admin = anonymous.signIn(FreshDatabaseInitializer.ADMIN_KEY);
        Map<String, String> form = Map.of("name", "Forged");
        assertThat(body(admin.post("/dashboard/applications/new", form), 403)).contains("Nothing was changed");
        assertThat(body(
                        admin.post(
                                "/dashboard/applications/new",
                                Map.of(
                                        "name",
                                        "Forged",
                                        "_token",
                                        anonymous
                                                .signIn(FreshDatabaseInitializer.ADMIN_KEY)
                                                .token())),
                        403))
                .as("another session's token")
                .contains("Nothing was changed");
        assertThat(admin.page("/dashboard/applications?search=Forged")).contains("Nothing is called");
        admin.send("/dashboard/applications/new", Map.of("name", "Meant"))
                .expectStatus()
                .isSeeOther();
        assertThat(admin.page("/dashboard/applications?search=meant")).contains("Meant");
    }

    @Test
    void everyPageForbidsScriptsFramesAndKeeping() {
        PageClient admin = anonymous.signIn(FreshDatabaseInitializer.ADMIN_KEY);
        for (String path : List.of("/dashboard/sign-in", "/dashboard", "/dashboard/nothing-here")) {
            admin.get(path)
                    .expectHeader()
                    .valueEquals("Content-Security-Policy", PageHeadersFilter.POLICY)
                    .expectHeader()
                    .valueEquals("X-Frame-Options", "DENY")
                    .expectHeader()
                    .valueEquals("X-Content-Type-Options", "nosniff")
                    .expectHeader()
                    .valueEquals("Cache-Control", "no-store");
        }
        assertThat(PageHeadersFilter.POLICY).doesNotContain("unsafe").contains("frame-ancestors 'none'");
        assertThat(body(admin.get("/dashboard/nothing-here"), 404)).contains("Nothing has this address");
    }

    private static String body(WebTestClient.ResponseSpec answer, int status) {
        byte[] body = answer.expectStatus()
                .isEqualTo(status)
                .expectBody()
                .returnResult()
                .getResponseBody();
        return new String(Objects.requireNonNull(body));
    }

    private JsonNode key(String scope) {
        return ApiClient.of(port)
                .post("/api/v1/auth/api-token", Map.of("name", scope, "scopes", List.of(scope)), CREATED);
    }

    private String stored() {
        return Objects.requireNonNull(database)
                .ask(
                        "SELECT string_agg(encode(hash, 'escape') || encode(key_hash, 'escape'), ' ') FROM browser_session");
    }
}
