package io.posthorn.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpStatus.ACCEPTED;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.NO_CONTENT;
import static org.springframework.http.HttpStatus.OK;
import static org.springframework.http.HttpStatus.UNPROCESSABLE_CONTENT;

import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import io.posthorn.WholeAnswers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.BodyInserters;
import tools.jackson.databind.json.JsonMapper;

/** What customers see in the portal and, above all, what they do not. */
@PosthornTest
@TestPropertySource(
        properties = {
            "posthorn.egress.allowed-networks=127.0.0.0/8",
            "posthorn.portal.frame-ancestors=https://app.acme.example,https://*.partner.example"
        })
class PortalIntegrationTests {

    private static final Pattern TOKEN = Pattern.compile("name=\"_token\" value=\"([^\"]+)\"");
    private static final List<String> ALL =
            List.of("ViewBase", "ManageEndpoint", "ManageEndpointSecret", "CreateAttempts");
    private static final String URL = "http://127.0.0.1:9/hooks";

    @LocalServerPort
    private int port;

    private ApiClient api = ApiClient.of(0);
    private WebTestClient client = WholeAnswers.from("http://localhost").build();
    private String cookie = "";
    private String owner = "";

    @BeforeEach
    void client() {
        api = ApiClient.of(port);
        client = WholeAnswers.from("http://localhost:" + port)
                .responseTimeout(Duration.ofSeconds(30))
                .build();
        cookie = "";
    }

    @Test
    void aVisitorSeesOneApplicationAndNoOther() {
        String mine = application("mine-1", 5);
        String other = application("other-1", 5);
        String endpoint = endpoint(other);
        String message = message(other);
        enter(ALL, "mine-1");

        assertThat(page("/portal/app/" + mine)).contains("Add the first endpoint");
        for (String path : List.of(
                "",
                "/endpoints/new",
                "/endpoints/" + endpoint,
                "/endpoints/" + endpoint + "/edit",
                "/endpoints/" + endpoint + "/guide",
                "/endpoints/" + endpoint + "/secret",
                "/activity",
                "/activity/" + message,
                "/activity/" + message + "/attempts/atmpt_000000000000000000000000000/" + endpoint,
                "/events",
                "/events/invoice.paid")) {
            get("/portal/app/" + other + path).expectStatus().isNotFound();
            get("/portal/app/" + mine + path).expectStatus().value(status -> assertThat(status)
                    .as(path)
                    .isEqualTo(path.matches(".*/(ep_|msg_|invoice).*") ? 404 : 200));
        }
        for (String path : List.of(
                "/endpoints/new",
                "/endpoints/draft/url",
                "/endpoints/draft/test",
                "/endpoints/" + endpoint + "/edit",
                "/endpoints/" + endpoint + "/test",
                "/endpoints/" + endpoint + "/pause",
                "/endpoints/" + endpoint + "/resume",
                "/endpoints/" + endpoint + "/enable",
                "/endpoints/" + endpoint + "/disable",
                "/endpoints/" + endpoint + "/delete",
                "/endpoints/" + endpoint + "/rotate",
                "/activity/" + message + "/resend/" + endpoint)) {
            send("/portal/app/" + other + path, mine, Map.of("url", URL))
                    .expectStatus()
                    .isNotFound();
        }
        assertThat(api.get("/api/v1/app/" + other + "/endpoint", OK).path("data"))
                .hasSize(1);
    }

    @Test
    void theSixthEndpointIsRefusedInTheWordsOfTheApi() {
        String app = application("five", 5);
        for (int i = 0; i < 5; i++) {
            endpoint(app);
        }
        enter(ALL, "five");
        assertThat(page("/portal/app/" + app)).contains("5 of 5 used").contains("All endpoints are used");
        String refused = body(send("/portal/app/" + app + "/endpoints/new", app, Map.of("url", URL)), 0);
        assertThat(refused).contains("Not yet.").contains("5 endpoints");
    }

    @Test
    void whoMayOnlyLookIsToldWhatIsMissing() {
        String app = application("looks", 5);
        String endpoint = endpoint(app);
        enter(List.of("ViewBase"), "looks");
        assertThat(page("/portal/app/" + app)).contains("it lacks “ManageEndpoint”");
        assertThat(page("/portal/app/" + app + "/endpoints/" + endpoint))
                .contains("ViewEndpointSecret")
                .contains("ManageEndpointSecret")
                .contains("CreateAttempts")
                .doesNotContain("whsec_");
        get("/portal/app/" + app + "/endpoints/new").expectStatus().isForbidden();
        get("/portal/app/" + app + "/endpoints/" + endpoint + "/secret")
                .expectStatus()
                .isForbidden();
        assertThat(page("/portal/app/" + app + "/endpoints/" + endpoint + "/guide?secret=true&language=python"))
                .contains("WEBHOOK_SECRET")
                .doesNotContain("whsec_M");
        send("/portal/app/" + app + "/endpoints/" + endpoint + "/delete", app, Map.of())
                .expectStatus()
                .isForbidden();
    }

    @Test
    void formsOfOtherSitesChangeNothing() {
        String app = application("forged", 5);
        String endpoint = endpoint(app);
        enter(ALL, "forged");
        String path = "/portal/app/" + app + "/endpoints/" + endpoint + "/delete";
        post(path, Map.of()).expectStatus().isForbidden();
        post(path, Map.of("_token", "made-up")).expectStatus().isForbidden();
        assertThat(api.get("/api/v1/app/" + app + "/endpoint", OK).path("data")).hasSize(1);
        send(path, app, Map.of()).expectStatus().isSeeOther();
        assertThat(api.get("/api/v1/app/" + app + "/endpoint", OK).path("data")).isEmpty();
    }

    @Test
    void aTokenThatEndsInTheMiddleOfAnEditLeadsToAWayOut() {
        String app = application("ends", 5);
        enter(ALL, "ends");
        brand(Map.of("name", "Acme Pay", "returnUrl", "https://app.acme.example/hooks"));
        String token = token(app);
        api.post("/api/v1/auth/app/" + app + "/expire-all", Map.of(), NO_CONTENT);
        Awaitility.await()
                .untilAsserted(() -> get("/portal/app/" + app).expectStatus().isSeeOther());
        post("/portal/app/" + app + "/endpoints/new", Map.of("url", URL, "_token", token))
                .expectStatus()
                .isSeeOther()
                .expectHeader()
                .location("/portal/sign-in");
        String ended = new String(Objects.requireNonNull(client.get()
                .uri("/portal/sign-in")
                .cookie(PortalBrands.COOKIE, owner)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody()));
        assertThat(ended)
                .contains("Your visit has ended")
                .contains("Back to Acme Pay")
                .contains("href=\"https://app.acme.example/hooks\"")
                .contains("kept in this tab");
        assertThat(api.get("/api/v1/app/" + app + "/endpoint", OK).path("data")).isEmpty();
    }

    @Test
    void onlyTheSitesThatAreNamedMayFrameIt() {
        String policy = "frame-ancestors https://app.acme.example https://*.partner.example";
        client.get()
                .uri("/login")
                .exchange()
                .expectHeader()
                .value("Content-Security-Policy", value -> assertThat(value).endsWith(policy))
                .expectHeader()
                .doesNotExist("X-Frame-Options");
        client.get()
                .uri("/dashboard/sign-in")
                .exchange()
                .expectHeader()
                .value("Content-Security-Policy", value -> assertThat(value).endsWith("frame-ancestors 'none'"))
                .expectHeader()
                .valueEquals("X-Frame-Options", "DENY");
        application("framed", 5);
        String set = String.valueOf(enter(ALL, "framed"));
        assertThat(set)
                .contains("HTTPOnly")
                .contains("Secure")
                .contains("SameSite=None")
                .contains("Partitioned")
                .contains("Path=/portal");
    }

    @Test
    void keysOfProgramsDoNotOpenIt() {
        client.post()
                .uri("/portal/sign-in")
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .bodyValue("key=" + api.key())
                .exchange()
                .expectStatus()
                .isForbidden()
                .expectCookie()
                .doesNotExist(Area.PORTAL.cookie());
        client.get().uri("/portal/app/x").exchange().expectStatus().isSeeOther();
    }

    @Test
    void aBrandCanDoNoHarm() {
        for (Map<String, String> harmful : List.of(
                Map.of("logo", "javascript:alert(1)"),
                Map.of("logo", "data:text/html;base64,PHNjcmlwdD4="),
                Map.of("logo", "https://x.example/\"onerror=alert(1)"),
                Map.of("color", "red;}body{background:url(//x)"),
                Map.of("color", "#12345"),
                Map.of("supportUrl", "javascript:alert(1)"),
                Map.of("supportUrl", "http://plain.example"),
                Map.of("returnUrl", "http://evil.example"),
                Map.of("returnUrl", "http://localhost.evil.example/"))) {
            api.send(HttpMethod.PATCH, organization(), json(Map.of("branding", harmful)), UNPROCESSABLE_CONTENT);
        }
        brand(Map.of("name", "<script>alert(1)</script>", "color", "#0b7a5c", "logo", "https://cdn.example/a.png?b&c"));
        String app = application("branded", 5);
        enter(ALL, "branded");
        assertThat(page("/portal/app/" + app))
                .doesNotContain("<script>alert")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .contains("src=\"https://cdn.example/a.png?b&amp;c\"");
        assertThat(page("/portal/sign-in/brand.css")).contains("--button: light-dark(#0b7a5c, #0b7a5c)");
        assertThat(api.get("/api/v1/audit?subject=" + organization().substring("/api/v1/organization/".length()), OK)
                        .at("/data/0/fields/0")
                        .asString(""))
                .isEqualTo("branding");
    }

    @Test
    void severalApplicationsAreChosenFrom() {
        String first = application("flow-1", 5);
        String second = application("flow-2", 5);
        enter(ALL, "flow-1", "flow-2");
        assertThat(page("/portal"))
                .contains("/portal/app/" + first)
                .contains("/portal/app/" + second)
                .contains("0 of 5 endpoints");
    }

    /** Sets the cookie of the session, and says how the server wrote it. */
    private Object enter(List<String> capabilities, String... applications) {
        Map<String, Object> body = new LinkedHashMap<>(Map.of("capabilities", capabilities));
        body.put("applications", List.of(applications));
        String key = api.post("/api/v1/auth/app-portal-access/" + applications[0], body, OK)
                .path("token")
                .asString("");
        var answer = client.post()
                .uri("/portal/sign-in")
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .bodyValue("key=" + key)
                .exchange()
                .expectStatus()
                .isSeeOther()
                .expectHeader()
                .location("/portal")
                .expectBody()
                .returnResult();
        cookie = Objects.requireNonNull(answer.getResponseCookies().getFirst(Area.PORTAL.cookie()))
                .getValue();
        owner = Objects.requireNonNull(answer.getResponseCookies().getFirst(PortalBrands.COOKIE))
                .getValue();
        return answer.getResponseHeaders().getOrEmpty("Set-Cookie");
    }

    private String application(String uid, int maxEndpoints) {
        return api.post("/api/v1/app", Map.of("name", uid, "uid", uid, "maxEndpoints", maxEndpoints), CREATED)
                .path("id")
                .asString("");
    }

    private String endpoint(String app) {
        return api.post("/api/v1/app/" + app + "/endpoint", Map.of("url", URL), CREATED)
                .path("id")
                .asString("");
    }

    private String message(String app) {
        return api.post(
                        "/api/v1/app/" + app + "/msg",
                        Map.of("eventType", "invoice.paid", "payload", Map.of("invoice", 1)),
                        ACCEPTED)
                .path("id")
                .asString("");
    }

    private String organization() {
        return "/api/v1/organization/"
                + api.get("/api/v1/organization", OK).at("/data/0/id").asString("");
    }

    private void brand(Map<String, String> branding) {
        api.send(HttpMethod.PATCH, organization(), json(Map.of("branding", branding)), OK);
    }

    private static String json(Object value) {
        return new JsonMapper().writeValueAsString(value);
    }

    private WebTestClient.ResponseSpec get(String path) {
        return client.get().uri(path).cookie(Area.PORTAL.cookie(), cookie).exchange();
    }

    private String page(String path) {
        return body(get(path), 200);
    }

    /** The text of an answer of this status; of any where it is 0. */
    private static String body(WebTestClient.ResponseSpec answer, int status) {
        var result = answer.expectBody().returnResult();
        if (status != 0) {
            assertThat(result.getStatus().value()).isEqualTo(status);
        }
        return new String(Objects.requireNonNull(result.getResponseBody()));
    }

    private WebTestClient.ResponseSpec post(String path, Map<String, String> fields) {
        MultiValueMap<String, String> form = new LinkedMultiValueMap<>();
        fields.forEach(form::add);
        return client.post()
                .uri(path)
                .cookie(Area.PORTAL.cookie(), cookie)
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .body(BodyInserters.fromFormData(form))
                .exchange();
    }

    private WebTestClient.ResponseSpec send(String path, String own, Map<String, String> fields) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.put("_token", token(own));
        return post(path, all);
    }

    private String token(String app) {
        Matcher found = TOKEN.matcher(page("/portal/app/" + app));
        if (!found.find()) {
            throw new AssertionError("the page has no token");
        }
        return found.group(1);
    }
}
