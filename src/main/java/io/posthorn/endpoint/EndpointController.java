package io.posthorn.endpoint;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.api.Page;
import io.posthorn.api.PageRequest;
import io.posthorn.api.Reference;
import io.posthorn.api.RequestFields;
import io.posthorn.application.Application;
import io.posthorn.application.ApplicationDirectory;
import io.posthorn.id.IdKind;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
@RequestMapping("/api/v1/app/{app_id}/endpoint")
final class EndpointController {

    private final ApplicationDirectory applications;
    private final Endpoints endpoints;
    private final EndpointReader reader;
    private final EndpointHealth health;
    private final EndpointTester tester;

    EndpointController(
            ApplicationDirectory applications,
            Endpoints endpoints,
            EndpointReader reader,
            EndpointHealth health,
            EndpointTester tester) {
        this.applications = applications;
        this.endpoints = endpoints;
        this.reader = reader;
        this.health = health;
        this.tester = tester;
    }

    @Requires(Permission.READ)
    @GetMapping
    Mono<Page<EndpointOut>> list(Caller caller, @PathVariable("app_id") String app, PageRequest page) {
        return application(caller, app)
                .flatMap(application -> endpoints.list(application, page))
                .map(found -> found.map(health::shown));
    }

    @Requires(Permission.MANAGE_ENDPOINTS)
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Mono<EndpointOut> create(
            Caller caller,
            @PathVariable("app_id") String app,
            @RequestParam(defaultValue = "false") boolean verify,
            RequestFields fields) {
        NewEndpoint in = read(caller, fields);
        return application(caller, app).flatMap(application -> endpoints
                .create(application, in, fields)
                .flatMap(created -> verify || fields.read(read -> read.flag("verify", false))
                        ? verified(application, created)
                        : Mono.just(EndpointOut.of(created))));
    }

    @Requires(Permission.READ)
    @GetMapping("/{endpoint_id}")
    Mono<EndpointOut> get(
            Caller caller, @PathVariable("app_id") String app, @PathVariable("endpoint_id") String endpoint) {
        return application(caller, app)
                .flatMap(application -> endpoints.require(application, endpoint))
                .map(health::shown);
    }

    /**
     * Replaces the endpoint, or creates it when the path names a uid that none has yet. Its secrets stay, and its
     * headers where none are given.
     */
    @Requires(Permission.MANAGE_ENDPOINTS)
    @PutMapping("/{endpoint_id}")
    Mono<ResponseEntity<EndpointOut>> update(
            Caller caller,
            @PathVariable("app_id") String app,
            @PathVariable("endpoint_id") String endpoint,
            RequestFields fields) {
        NewEndpoint in = underPath(endpoint, read(caller, fields));
        return application(caller, app).flatMap(application -> endpoints
                .replace(application, endpoint, ReplacedEndpoint.of(in, fields), fields)
                .flatMap(health::afresh)
                .map(replaced -> ResponseEntity.ok(EndpointOut.of(replaced)))
                .switchIfEmpty(Mono.defer(() -> createdUnder(endpoint, application, in, fields))));
    }

    @Requires(Permission.MANAGE_ENDPOINTS)
    @PatchMapping("/{endpoint_id}")
    Mono<EndpointOut> patch(
            Caller caller,
            @PathVariable("app_id") String app,
            @PathVariable("endpoint_id") String endpoint,
            RequestFields fields) {
        Function<Endpoint, EndpointIn> patch =
                current -> fields.read(read -> reader.patched(caller.organizationId(), read, current));
        return application(caller, app)
                .flatMap(application -> endpoints.patch(application, endpoint, patch, fields))
                .flatMap(health::afresh)
                .map(EndpointOut::of);
    }

    @Requires(Permission.MANAGE_ENDPOINTS)
    @DeleteMapping("/{endpoint_id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> delete(Caller caller, @PathVariable("app_id") String app, @PathVariable("endpoint_id") String endpoint) {
        return application(caller, app)
                .flatMap(application -> endpoints.delete(application, endpoint))
                .then();
    }

    private NewEndpoint read(Caller caller, RequestFields fields) {
        return fields.read(read -> reader.created(caller.organizationId(), read));
    }

    /** However the test goes, the endpoint is saved. */
    private Mono<EndpointOut> verified(Application application, Endpoint created) {
        return tester.test(application, created)
                .map(test -> EndpointOut.of(created).with(test));
    }

    private Mono<Application> application(Caller caller, String app) {
        return applications.require(caller, app);
    }

    private Mono<ResponseEntity<EndpointOut>> createdUnder(
            String endpoint, Application application, NewEndpoint in, RequestFields fields) {
        return Reference.hasFormOfId(IdKind.ENDPOINT, endpoint)
                ? Mono.error(Endpoints.notFound(endpoint))
                : endpoints.create(application, in, fields).map(created -> ResponseEntity.status(HttpStatus.CREATED)
                        .body(EndpointOut.of(created)));
    }

    /** A path that names a uid says what the uid is, unless the body says another. */
    static NewEndpoint underPath(String endpoint, NewEndpoint in) {
        return switch (Reference.parse(IdKind.ENDPOINT, endpoint).orElseThrow(() -> Endpoints.notFound(endpoint))) {
            case Reference.ByUid(String uid) when in.endpoint().uid() == null -> in.withUid(uid);
            case Reference.ByUid _ -> in;
            case Reference.ById _ -> in;
        };
    }
}
