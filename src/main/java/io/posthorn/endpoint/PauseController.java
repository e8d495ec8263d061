package io.posthorn.endpoint;

import io.posthorn.access.Caller;
import io.posthorn.access.Change;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.api.Problem;
import io.posthorn.application.Application;
import io.posthorn.application.ApplicationDirectory;
import io.posthorn.endpoint.Pause.Kind;
import io.posthorn.endpoint.Pause.Place;
import io.posthorn.id.IdKind;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Pauses and resumes endpoints, applications and hosts: what comes meanwhile waits, and no attempt is used. */
@RestController
@RequestMapping("/api/v1")
final class PauseController {

    private static final Pattern HOST = Pattern.compile("(\\[[0-9a-f:.]+]|[a-z0-9._-]{1,253}):[0-9]{1,5}");

    private final ApplicationDirectory applications;
    private final EndpointDirectory endpoints;
    private final Pauses pauses;

    PauseController(ApplicationDirectory applications, EndpointDirectory endpoints, Pauses pauses) {
        this.applications = applications;
        this.endpoints = endpoints;
        this.pauses = pauses;
    }

    @Requires(Permission.MANAGE_ENDPOINTS)
    @PostMapping("/app/{app_id}/endpoint/{endpoint_id}/pause")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> pauseEndpoint(
            Caller caller,
            @PathVariable("app_id") String app,
            @PathVariable("endpoint_id") String endpoint,
            ServerHttpRequest request) {
        return PauseIn.read(request)
                .flatMap(in -> endpoint(caller, app, endpoint).flatMap(target -> begin(target, in, caller)));
    }

    @Requires(Permission.MANAGE_ENDPOINTS)
    @PostMapping("/app/{app_id}/endpoint/{endpoint_id}/resume")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> resumeEndpoint(
            Caller caller, @PathVariable("app_id") String app, @PathVariable("endpoint_id") String endpoint) {
        return endpoint(caller, app, endpoint).flatMap(this::end);
    }

    @Requires(Permission.MANAGE)
    @PostMapping("/app/{app_id}/pause")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> pauseApplication(Caller caller, @PathVariable("app_id") String app, ServerHttpRequest request) {
        return PauseIn.read(request)
                .flatMap(in -> application(caller, app).flatMap(target -> begin(target, in, caller)));
    }

    @Requires(Permission.MANAGE)
    @PostMapping("/app/{app_id}/resume")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> resumeApplication(Caller caller, @PathVariable("app_id") String app) {
        return application(caller, app).flatMap(this::end);
    }

    /** Hosts belong to nobody, so they are the operators'. */
    @Requires(Permission.OPERATE)
    @PostMapping("/host/{host}/pause")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> pauseHost(Caller caller, @PathVariable("host") String host, ServerHttpRequest request) {
        Target target = hostOf(host);
        return PauseIn.read(request).flatMap(in -> begin(target, in, caller));
    }

    @Requires(Permission.OPERATE)
    @PostMapping("/host/{host}/resume")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> resumeHost(Caller caller, @PathVariable("host") String host) {
        return end(hostOf(host));
    }

    @Requires(Permission.OPERATE)
    @GetMapping("/host")
    Mono<PausedHosts> pausedHosts(Caller caller) {
        return pauses.refresh().then(Mono.fromSupplier(() -> PausedHosts.of(pauses)));
    }

    private Mono<Void> begin(Target target, PauseIn in, Caller caller) {
        List<String> fields = in.reason() == null ? List.of() : List.of("reason");
        return pauses.begin(target.place(), in, caller.name(), target.named("pause", fields));
    }

    private Mono<Void> end(Target target) {
        return pauses.end(target.place(), target.named("resume", List.of()));
    }

    private Mono<Target> endpoint(Caller caller, String app, String endpoint) {
        return applications
                .require(caller, app)
                .flatMap(application -> endpoints.require(application, endpoint))
                .map(Target::of);
    }

    private Mono<Target> application(Caller caller, String app) {
        return applications.require(caller, app).map(Target::of);
    }

    private static Target hostOf(String text) {
        String host = text.toLowerCase(Locale.ROOT);
        if (!HOST.matcher(host).matches()) {
            throw Problem.unprocessable(
                    "invalid_host",
                    "'" + text
                            + "' is no host with a port. Name both, as in hooks.slack.com:443 or [2001:db8::1]:443.");
        }
        return new Target(new Place.OfHost(host), "host", host, null);
    }

    /** What is to be paused, as the audit trail names it. */
    private record Target(
            Place place,
            String kind,
            String subject,
            @Nullable UUID applicationId) {

        static Target of(Endpoint endpoint) {
            String id = IdKind.ENDPOINT.format(endpoint.id());
            return new Target(new Place.OfEndpoint(endpoint.id()), "endpoint", id, endpoint.applicationId());
        }

        static Target of(Application application) {
            String id = IdKind.APPLICATION.format(application.id());
            return new Target(new Place.OfApplication(application.id()), "application", id, application.id());
        }

        Change named(String verb, List<String> fields) {
            return new Change(kind + "." + verb, subject, applicationId, fields);
        }
    }

    /** The hosts that are paused. */
    record PausedHosts(List<PausedHost> data) {

        static PausedHosts of(Pauses pauses) {
            return new PausedHosts(pauses.of(Kind.HOST)
                    .map(PausedHost::of)
                    .sorted(Comparator.comparing(PausedHost::host))
                    .toList());
        }
    }

    /** One of them. */
    record PausedHost(String host, @Nullable String reason, String pausedBy, Instant since) {

        static PausedHost of(Pause pause) {
            String host = pause.place() instanceof Place.OfHost(String name) ? name : "";
            return new PausedHost(host, pause.reason(), pause.by(), pause.since());
        }
    }
}
