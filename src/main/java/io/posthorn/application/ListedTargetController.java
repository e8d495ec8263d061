package io.posthorn.application;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.api.RequestFields;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What organizations may reach in spite of the rules, and what nobody may: for the operators of the installation. */
@RestController
@RequestMapping("/api/v1")
final class ListedTargetController {

    private final Organizations organizations;
    private final ListedTargets targets;

    ListedTargetController(Organizations organizations, ListedTargets targets) {
        this.organizations = organizations;
        this.targets = targets;
    }

    @Requires(Permission.OPERATE)
    @GetMapping("/organization/{organization_id}/allowed-target")
    Mono<ListedTargetOut.All> allowed(Caller caller, @PathVariable("organization_id") String organization) {
        return organizations.requireId(organization).flatMap(targets::list);
    }

    @Requires(Permission.OPERATE)
    @PostMapping("/organization/{organization_id}/allowed-target")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<ListedTargetOut> allow(
            Caller caller, @PathVariable("organization_id") String organization, RequestFields fields) {
        ListedTargetIn in = fields.read(ListedTargetIn::read);
        return organizations.requireId(organization).flatMap(id -> targets.add(id, in, caller));
    }

    @Requires(Permission.OPERATE)
    @DeleteMapping("/organization/{organization_id}/allowed-target/{target_id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> allowNoMore(
            Caller caller,
            @PathVariable("organization_id") String organization,
            @PathVariable("target_id") String target) {
        return organizations.requireId(organization).flatMap(id -> targets.remove(id, target));
    }

    @Requires(Permission.OPERATE)
    @GetMapping("/denied-target")
    Mono<ListedTargetOut.All> denied(Caller caller) {
        return targets.list(null);
    }

    @Requires(Permission.OPERATE)
    @PostMapping("/denied-target")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<ListedTargetOut> deny(Caller caller, RequestFields fields) {
        return targets.add(null, fields.read(ListedTargetIn::read), caller);
    }

    @Requires(Permission.OPERATE)
    @DeleteMapping("/denied-target/{target_id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> denyNoMore(Caller caller, @PathVariable("target_id") String target) {
        return targets.remove(null, target);
    }
}
