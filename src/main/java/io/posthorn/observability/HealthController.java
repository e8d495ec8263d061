package io.posthorn.observability;

import io.posthorn.api.Problem;
import io.posthorn.postgres.DatabasePulse;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Whether this node can do its work: 204, or 503 when the database does not answer within a second. Needs no key. */
@RestController
class HealthController {

    private static final Logger log = LoggerFactory.getLogger(HealthController.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final DatabasePulse pulse;

    HealthController(DatabasePulse pulse) {
        this.pulse = pulse;
    }

    /** GET, and HEAD with it. */
    @GetMapping({"/api/v1/health", "/api/v1/health/"})
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> health() {
        return pulse.feel().onErrorMap(HealthController::unavailable);
    }

    private static Problem unavailable(Throwable reason) {
        log.debug("Answering that we are unwell: {}", reason.toString());
        return Problem.unavailable("The database does not answer. Nothing is lost; try again shortly.", PAUSE);
    }
}
