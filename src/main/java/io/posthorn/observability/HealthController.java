package io.posthorn.observability;

import io.posthorn.postgres.DatabasePulse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Whether this node can do its work: 204, or 503 when the database does not answer within a second. Needs no key. */
@RestController
class HealthController {

    private static final Logger log = LoggerFactory.getLogger(HealthController.class);

    private final DatabasePulse pulse;

    HealthController(DatabasePulse pulse) {
        this.pulse = pulse;
    }

    /** GET, and HEAD with it. */
    @GetMapping({"/api/v1/health", "/api/v1/health/"})
    Mono<ResponseEntity<ProblemDetail>> health() {
        return pulse.feel()
                .thenReturn(ResponseEntity.noContent().<ProblemDetail>build())
                .onErrorResume(HealthController::unavailable);
    }

    private static Mono<ResponseEntity<ProblemDetail>> unavailable(Throwable reason) {
        log.debug("Answering that we are unwell: {}", reason.toString());
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE, "The database does not answer. Nothing is lost; try again shortly.");
        problem.setProperty("code", "unavailable");
        return Mono.just(ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, "1")
                .body(problem));
    }
}
