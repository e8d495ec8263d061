package io.posthorn.dashboard;

import io.posthorn.WholeAnswers;
import io.posthorn.postgres.FreshDatabaseInitializer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.BodyInserters;

/** Speaks to the pages as a browser without scripts does: keeps the cookie, sends forms with their token. */
final class PageClient {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern TOKEN = Pattern.compile("name=\"_token\" value=\"([^\"]+)\"");

    private final WebTestClient client;
    private final String cookie;

    private PageClient(WebTestClient client, String cookie) {
        this.client = client;
        this.cookie = cookie;
    }

    /** Nobody in particular. */
    static PageClient signedOut(int port) {
        WebTestClient client = WholeAnswers.from("http://localhost:" + port)
                .responseTimeout(PATIENCE)
                .build();
        return new PageClient(client, "");
    }

    /** Whoever holds the admin key. */
    static PageClient signedIn(int port) {
        return signedOut(port).signIn(FreshDatabaseInitializer.ADMIN_KEY);
    }

    PageClient signIn(String key) {
        EntityExchangeResult<byte[]> answer = post("/dashboard/sign-in", Map.of("key", key))
                .expectStatus()
                .isSeeOther()
                .expectBody()
                .returnResult();
        return new PageClient(client, cookieOf(answer).getValue());
    }

    PageClient withCookie(String other) {
        return new PageClient(client, other);
    }

    String cookie() {
        return cookie;
    }

    static ResponseCookie cookieOf(EntityExchangeResult<byte[]> answer) {
        return Objects.requireNonNull(answer.getResponseCookies().getFirst(Area.DASHBOARD.cookie()));
    }

    WebTestClient.ResponseSpec get(String path) {
        return client.get().uri(path).cookie(Area.DASHBOARD.cookie(), cookie).exchange();
    }

    /** The text of a page that is there. */
    String page(String path) {
        return new String(Objects.requireNonNull(
                get(path).expectStatus().isOk().expectBody().returnResult().getResponseBody()));
    }

    /** A form as it is, without the token. */
    WebTestClient.ResponseSpec post(String path, Map<String, String> fields) {
        MultiValueMap<String, String> form = new LinkedMultiValueMap<>();
        fields.forEach(form::add);
        return client.post()
                .uri(path)
                .cookie(Area.DASHBOARD.cookie(), cookie)
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .body(BodyInserters.fromFormData(form))
                .exchange();
    }

    /** A form with the token that the first page gives out. */
    WebTestClient.ResponseSpec send(String path, Map<String, String> fields) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.put("_token", token());
        return post(path, all);
    }

    String token() {
        Matcher found = TOKEN.matcher(page("/dashboard"));
        if (!found.find()) {
            throw new AssertionError("the page has no token");
        }
        return found.group(1);
    }
}
