package io.posthorn.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.ApiClient;
import io.posthorn.PosthornTest;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@PosthornTest
class ReferencePageIntegrationTests {

    private static final Pattern ADDRESS = Pattern.compile("(?:src|href)=\"([^\"]+)\"");

    @LocalServerPort
    private int port;

    @Test
    void servesTheDocumentWithoutAKeyAndOnlyWhenItChanged() {
        EntityExchangeResult<byte[]> answer = get("/api/v1/openapi.json", HttpStatus.OK);
        JsonNode document = new JsonMapper().readTree(body(answer));
        String etag = Objects.requireNonNull(answer.getResponseHeaders().getETag());

        assertThat(answer.getResponseHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_JSON);
        assertThat(answer.getResponseHeaders().getCacheControl()).isEqualTo("no-cache, public");
        assertThat(document.at("/info/version").stringValue()).matches("\\d+\\.\\d+\\.\\d+.*");
        client().get()
                .uri("/api/v1/openapi.json")
                .header(HttpHeaders.IF_NONE_MATCH, etag)
                .exchange()
                .expectStatus()
                .isNotModified()
                .expectBody()
                .isEmpty();
    }

    @Test
    void thePageLetsNothingInFromElsewhere() {
        EntityExchangeResult<byte[]> page = get("/docs", HttpStatus.OK);

        assertThat(page.getResponseHeaders().getContentType()).isEqualTo(MediaType.TEXT_HTML);
        assertThat(page.getResponseHeaders().getFirst("Content-Security-Policy"))
                .startsWith("default-src 'none'; script-src 'self';")
                .contains("connect-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("http", "unsafe-eval", "*");
        assertThat(get("/docs/", HttpStatus.OK).getResponseHeaders().getFirst("Content-Security-Policy"))
                .isNotNull();
    }

    @Test
    void everythingOnThePageIsServedHere() {
        String page = new String(body(get("/docs", HttpStatus.OK)), StandardCharsets.UTF_8);

        assertThat(ADDRESS.matcher(page)
                        .results()
                        .map(found -> found.group(1))
                        .filter(found -> !found.equals("data:,")))
                .hasSizeGreaterThanOrEqualTo(3)
                .allMatch(address -> address.startsWith("/"))
                .allSatisfy(
                        address -> assertThat(body(get(address, HttpStatus.OK))).isNotEmpty());
        assertThat(page).doesNotContain("<style", "onclick");
    }

    private EntityExchangeResult<byte[]> get(String path, HttpStatus status) {
        return client().get()
                .uri(path)
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectBody()
                .returnResult();
    }

    private WebTestClient client() {
        return ApiClient.of(port).anonymous();
    }

    private static byte[] body(EntityExchangeResult<byte[]> answer) {
        return Objects.requireNonNull(answer.getResponseBody());
    }
}
