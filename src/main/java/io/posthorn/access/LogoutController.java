package io.posthorn.access;

import io.posthorn.api.Problem;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Ends the token of a portal visitor. A key of a program cannot end itself so by mistake. */
@RestController
final class LogoutController {

    private final AccessKeys keys;

    LogoutController(AccessKeys keys) {
        this.keys = keys;
    }

    @Requires(Permission.READ)
    @PostMapping("/api/v1/auth/logout")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> logOut(Caller caller) {
        return caller.credential().kind() == Credential.Kind.PORTAL
                ? keys.logOut(caller)
                : Mono.error(Problem.badRequest(
                        "not_a_portal_token",
                        "Only a portal token can be logged out. End an API key with POST"
                                + " /api/v1/auth/api-token/{key_id}/expire; a signed token ends at its own time."));
    }
}
