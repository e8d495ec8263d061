package io.posthorn.dashboard;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/** Addresses below the dashboard that no page has. */
@Controller
final class NotFoundController {

    @Requires(Permission.READ)
    @GetMapping("/dashboard/**")
    Mono<Rendering> nothing(Caller caller) {
        return Mono.error(new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
