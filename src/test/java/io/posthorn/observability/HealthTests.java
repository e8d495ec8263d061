package io.posthorn.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.PosthornTest;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Mono;

@PosthornTest
class HealthTests {

    @LocalServerPort
    private int port;

    @Test
    void answersAnybodyThatAllIsWell() {
        WebTestClient client = WebTestClient.bindToServer()
                .baseUrl("http://localhost:" + port + "/api/v1")
                .build();

        client.get().uri("/health").exchange().expectStatus().isNoContent();
        client.get().uri("/health/").exchange().expectStatus().isNoContent();
        client.head().uri("/health").exchange().expectStatus().isNoContent();
    }

    @Test
    void answersThatTheDatabaseIsAway() {
        WebTestClient client = WebTestClient.bindToController(
                        new HealthController(() -> Mono.error(new IllegalStateException("password=s3cret"))))
                .build();

        client.get()
                .uri("/api/v1/health")
                .exchange()
                .expectStatus()
                .isEqualTo(503)
                .expectHeader()
                .valueEquals("Retry-After", "1")
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody(String.class)
                .value(body -> assertThat(body)
                        .contains("\"code\":\"unavailable\"", "\"status\":503", "\"detail\"")
                        .doesNotContain("s3cret"));
    }
}
