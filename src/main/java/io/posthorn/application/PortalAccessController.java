package io.posthorn.application;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.api.RequestFields;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Ways into the portal, and their ends. */
@RestController
@RequestMapping("/api/v1/auth")
final class PortalAccessController {

    private static final int MAX_EXPIRY = 3 * 24 * 3600;
    private static final int MAX_SESSIONS = 1000;

    private final PortalAccess portal;

    PortalAccessController(PortalAccess portal) {
        this.portal = portal;
    }

    @Requires(Permission.MANAGE)
    @PostMapping("/app-portal-access/{app_id}")
    Mono<ResponseEntity<PortalAccessOut>> create(
            Caller caller, @PathVariable("app_id") String app, RequestFields fields) {
        PortalAccessIn in = fields.read(PortalAccessIn::read);
        return portal.create(caller, app, in)
                .map(access ->
                        ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(access));
    }

    @Requires(Permission.MANAGE)
    @PostMapping("/app/{app_id}/expire-all")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> expireAll(Caller caller, @PathVariable("app_id") String app, RequestFields fields) {
        Expiry expiry = fields.read(Expiry::read);
        return portal.expire(caller, app, expiry.sessions(), expiry.after());
    }

    private record Expiry(@Nullable Set<String> sessions, Duration after) {

        static Expiry read(RequestFields fields) {
            Set<String> sessions = fields.optionalTexts("sessionIds", PortalAccessIn.SESSION, MAX_SESSIONS);
            Integer seconds = fields.optionalInteger("expiry", 0, MAX_EXPIRY);
            return new Expiry(sessions, Duration.ofSeconds(seconds == null ? 0 : seconds));
        }
    }
}
