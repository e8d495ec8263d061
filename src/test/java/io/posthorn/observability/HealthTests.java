package io.posthorn.observability;

import io.posthorn.PosthornTest;
import io.posthorn.WholeAnswers;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.web.reactive.server.WebTestClient;

@PosthornTest
class HealthTests {

    @LocalServerPort
    private int port;

    @Test
    void answersAnybodyThatAllIsWell() {
        WebTestClient client =
                WholeAnswers.from("http://localhost:" + port + "/api/v1").build();

        client.get().uri("/health").exchange().expectStatus().isNoContent();
        client.get().uri("/health/").exchange().expectStatus().isNoContent();
        client.head().uri("/health").exchange().expectStatus().isNoContent();
        client.get().uri("/health/live").exchange().expectStatus().isNoContent();
        client.get().uri("/health").exchange().expectHeader().doesNotExist("posthorn-dispatch");
    }
}
