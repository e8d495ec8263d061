package io.posthorn.observability;

import io.posthorn.api.Problem;
import io.posthorn.ledger.DispatchState;
import io.posthorn.postgres.DatabasePulse;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Whether this node can do its work: 204, or 503 when the database does not answer within a second. Needs no key. */
@RestController
class HealthController {

    private static final Logger log = LoggerFactory.getLogger(HealthController.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final String DISPATCH = "posthorn-dispatch";

    private final DatabasePulse pulse;
    private final DispatchState dispatch;

    HealthController(DatabasePulse pulse, DispatchState dispatch) {
        this.pulse = pulse;
        this.dispatch = dispatch;
    }

    /** GET, and HEAD with it. */
    @GetMapping({"/api/v1/health", "/api/v1/health/"})
    Mono<ResponseEntity<Void>> health() {
        return pulse.feel().onErrorMap(HealthController::unavailable).then(Mono.fromSupplier(this::well));
    }

    private ResponseEntity<Void> well() {
        ResponseEntity.HeadersBuilder<?> answer = ResponseEntity.noContent();
        return dispatch.stopped() == null
                ? answer.build()
                : answer.header(DISPATCH, "stopped").build();
    }

    /** Whether this process lives, whatever the database does. */
    @GetMapping({"/api/v1/health/live", "/api/v1/health/live/"})
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void live() {}

    private static Problem unavailable(Throwable reason) {
        log.debug("Answering that we are unwell: {}", reason.toString());
        return Problem.unavailable("The database does not answer. Nothing is lost; try again shortly.", PAUSE);
    }
}
