package io.posthorn.ledger;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Whether anything is sent at all: after a restore of the database nothing is, before an operator says so. */
@RestController
final class DispatchController {

    private final R2dbcDispatch dispatch;

    DispatchController(R2dbcDispatch dispatch) {
        this.dispatch = dispatch;
    }

    @Requires(Permission.OPERATE)
    @GetMapping({"/api/v1/dispatch", "/api/v1/dispatch/"})
    Mono<DispatchOut> get(Caller caller) {
        return dispatch.look();
    }

    @Requires(Permission.OPERATE)
    @PostMapping({"/api/v1/dispatch/resume", "/api/v1/dispatch/resume/"})
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> resume(Caller caller) {
        return dispatch.resume();
    }
}
