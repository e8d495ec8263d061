package io.posthorn.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.posthorn.PosthornTest;
import io.posthorn.WholeAnswers;
import io.posthorn.postgres.DatabasePulse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.convention.TestBean;
import reactor.core.publisher.Mono;

@PosthornTest
class HealthWithoutDatabaseTests {

    @LocalServerPort
    private int port;

    @TestBean
    private @Nullable DatabasePulse databasePulse;

    static DatabasePulse databasePulse() {
        return () -> Mono.error(new IllegalStateException("password=s3cret"));
    }

    @Test
    void answersThatTheDatabaseIsAway() {
        WholeAnswers.from("http://localhost:" + port)
                .build()
                .get()
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
                        .contains("\"code\":\"unavailable\"", "\"detail\"")
                        .doesNotContain("s3cret"));
    }

    @Test
    void livesAllTheSame() {
        WholeAnswers.from("http://localhost:" + port)
                .build()
                .get()
                .uri("/api/v1/health/live")
                .exchange()
                .expectStatus()
                .isNoContent();
    }
}
