package io.posthorn.endpoint;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.api.RequestFields;
import io.posthorn.application.ApplicationDirectory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The only place that shows a secret. */
@RestController
@RequestMapping("/api/v1/app/{app_id}/endpoint/{endpoint_id}/secret")
final class EndpointSecretController {

    private final ApplicationDirectory applications;
    private final EndpointSecrets secrets;

    EndpointSecretController(ApplicationDirectory applications, EndpointSecrets secrets) {
        this.applications = applications;
        this.secrets = secrets;
    }

    @Requires(Permission.READ_SECRETS)
    @GetMapping
    Mono<ResponseEntity<SecretOut>> get(
            Caller caller, @PathVariable("app_id") String app, @PathVariable("endpoint_id") String endpoint) {
        return applications
                .require(caller, app)
                .flatMap(application -> secrets.current(application, endpoint))
                .map(secret ->
                        ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(secret));
    }

    @Requires(Permission.ROTATE_SECRETS)
    @PostMapping("/rotate")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> rotate(
            Caller caller,
            @PathVariable("app_id") String app,
            @PathVariable("endpoint_id") String endpoint,
            RequestFields fields) {
        SecretIn in = fields.read(SecretIn::rotated);
        return applications
                .require(caller, app)
                .flatMap(application -> secrets.rotate(application, endpoint, in))
                .then();
    }

    @Requires(Permission.READ)
    @GetMapping("/old")
    Mono<OldSecretsOut> old(
            Caller caller, @PathVariable("app_id") String app, @PathVariable("endpoint_id") String endpoint) {
        return applications.require(caller, app).flatMap(application -> secrets.old(application, endpoint));
    }

    /** Where there is none, nothing happens. */
    @Requires(Permission.ROTATE_SECRETS)
    @PostMapping("/expire-old")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> expireOld(
            Caller caller, @PathVariable("app_id") String app, @PathVariable("endpoint_id") String endpoint) {
        return applications.require(caller, app).flatMap(application -> secrets.expireOld(application, endpoint));
    }
}
