package io.posthorn.observability;

import io.posthorn.PosthornTest;
import io.posthorn.WholeAnswers;
import io.posthorn.postgres.DatabasePulse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.bean.override.convention.TestBean;
import reactor.core.publisher.Mono;

@PosthornTest
class ProbesTests {

    @LocalServerPort
    private int port;

    @LocalManagementPort
    private int managementPort;

    @Autowired
    private @Nullable ApplicationContext context;

    @TestBean
    private @Nullable DatabasePulse databasePulse;

    static DatabasePulse databasePulse() {
        return () -> Mono.error(new IllegalStateException("away"));
    }

    @AfterEach
    void becomeReadyAgain() {
        publish(ReadinessState.ACCEPTING_TRAFFIC);
    }

    @Test
    void doNotAskTheDatabase() {
        status(managementPort, "/actuator/health/liveness", 200);
        status(managementPort, "/actuator/health/readiness", 200);
        status(port, "/api/v1/health", 503);
    }

    @Test
    void sayWhenRequestsShouldGoElsewhere() {
        publish(ReadinessState.REFUSING_TRAFFIC);

        status(managementPort, "/actuator/health/readiness", 503);
        status(managementPort, "/actuator/health/liveness", 200);
    }

    @Test
    void areOnAPortOfTheirOwn() {
        status(port, "/actuator/health/liveness", 404);
        status(managementPort, "/api/v1/health", 404);
        status(managementPort, "/docs", 404);
    }

    @Test
    void showNothingElse() {
        status(managementPort, "/actuator/env", 404);
        status(managementPort, "/actuator/heapdump", 404);
    }

    private void publish(ReadinessState state) {
        if (context != null) {
            AvailabilityChangeEvent.publish(context, state);
        }
    }

    private static void status(int port, String path, int expected) {
        WholeAnswers.from("http://localhost:" + port)
                .build()
                .get()
                .uri(path)
                .exchange()
                .expectStatus()
                .isEqualTo(expected);
    }
}
