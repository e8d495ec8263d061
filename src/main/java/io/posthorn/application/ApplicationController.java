package io.posthorn.application;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.api.Page;
import io.posthorn.api.PageRequest;
import io.posthorn.api.Problem;
import io.posthorn.api.Reference;
import io.posthorn.api.RequestFields;
import io.posthorn.id.IdKind;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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
@RequestMapping("/api/v1/app")
final class ApplicationController {

    private final Applications applications;

    ApplicationController(Applications applications) {
        this.applications = applications;
    }

    @Requires(Permission.READ)
    @GetMapping
    Mono<Page<ApplicationOut>> list(
            Caller caller, PageRequest page, @RequestParam(required = false) @Nullable String search) {
        return applications.list(caller, search, page);
    }

    @Requires(Permission.MANAGE)
    @PostMapping
    Mono<ResponseEntity<ApplicationOut>> create(
            Caller caller,
            RequestFields fields,
            @RequestParam(name = "get_if_exists", defaultValue = "false") boolean getIfExists) {
        ApplicationIn in = fields.read(ApplicationIn::whole);
        Mono<ResponseEntity<ApplicationOut>> created = created(caller.organizationId(), in);
        return getIfExists ? existing(caller.organizationId(), in, created) : created;
    }

    @Requires(Permission.READ)
    @GetMapping("/{app_id}")
    Mono<ApplicationOut> get(Caller caller, @PathVariable("app_id") String app) {
        return applications
                .require(caller.organizationId(), app)
                .filter(found -> caller.sees(found.id()))
                .switchIfEmpty(Mono.error(() -> ReplicatedDirectory.notFound(app)))
                .map(ApplicationOut::of);
    }

    /** Replaces the application, or creates it when the path names a uid that none has yet. */
    @Requires(Permission.MANAGE)
    @PutMapping("/{app_id}")
    Mono<ResponseEntity<ApplicationOut>> update(
            Caller caller, @PathVariable("app_id") String app, RequestFields fields) {
        ApplicationIn in = underPath(app, fields.read(ApplicationIn::whole));
        return applications
                .replace(caller.organizationId(), app, in)
                .map(replaced -> ResponseEntity.ok(ApplicationOut.of(replaced)))
                .switchIfEmpty(Mono.defer(() -> createdUnder(app, caller.organizationId(), in)));
    }

    @Requires(Permission.MANAGE)
    @PatchMapping("/{app_id}")
    Mono<ApplicationOut> patch(Caller caller, @PathVariable("app_id") String app, RequestFields fields) {
        return applications.patch(caller.organizationId(), app, fields).map(ApplicationOut::of);
    }

    @Requires(Permission.MANAGE)
    @DeleteMapping("/{app_id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> delete(Caller caller, @PathVariable("app_id") String app) {
        return applications.delete(caller.organizationId(), app).then();
    }

    private Mono<ResponseEntity<ApplicationOut>> created(UUID organization, ApplicationIn in) {
        return applications.create(organization, in).map(application -> ResponseEntity.status(HttpStatus.CREATED)
                .body(ApplicationOut.of(application)));
    }

    /** The second look is for the caller who lost a race of creating the same uid. */
    private Mono<ResponseEntity<ApplicationOut>> existing(
            UUID organization, ApplicationIn in, Mono<ResponseEntity<ApplicationOut>> created) {
        Mono<ResponseEntity<ApplicationOut>> found = applications
                .findByUid(organization, in.uid())
                .map(application -> ResponseEntity.ok(ApplicationOut.of(application)));
        return found.switchIfEmpty(created)
                .onErrorResume(Problem.class, taken -> found.switchIfEmpty(Mono.error(taken)));
    }

    private Mono<ResponseEntity<ApplicationOut>> createdUnder(String app, UUID organization, ApplicationIn in) {
        return Reference.hasFormOfId(IdKind.APPLICATION, app)
                ? Mono.error(ReplicatedDirectory.notFound(app))
                : created(organization, in);
    }

    /** A path that names a uid says what the uid is, unless the body says another. */
    private static ApplicationIn underPath(String app, ApplicationIn in) {
        return switch (Reference.parse(IdKind.APPLICATION, app).orElseThrow(() -> ReplicatedDirectory.notFound(app))) {
            case Reference.ByUid(String uid) when in.uid() == null -> in.withUid(uid);
            case Reference.ByUid _ -> in;
            case Reference.ById _ -> in;
        };
    }
}
