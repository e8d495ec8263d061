package io.posthorn.access;

import io.posthorn.api.JsonBody;
import io.posthorn.api.Page;
import io.posthorn.api.PageRequest;
import io.posthorn.api.RequestFields;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The API keys of an organization. */
@RestController
@RequestMapping("/api/v1/auth/api-token")
final class ApiTokenController {

    private static final int MAX_GRACE = 7 * 24 * 3600;
    private static final int DEFAULT_GRACE = 24 * 3600;
    private static final int MAX_BYTES = 64 * 1024;

    private final AccessKeys keys;
    private final ApiTokenReader reader;
    private final ApplicationNames applications;

    ApiTokenController(AccessKeys keys, ApiTokenReader reader, ApplicationNames applications) {
        this.keys = keys;
        this.reader = reader;
        this.applications = applications;
    }

    @Requires(Permission.ADMIN)
    @GetMapping
    Mono<Page<ApiTokenOut>> list(Caller caller, PageRequest page) {
        return keys.list(caller.organizationId(), page).map(found -> found.map(ApiTokenOut::censored));
    }

    @Requires(Permission.ADMIN)
    @PostMapping
    Mono<ResponseEntity<ApiTokenOut>> create(Caller caller, RequestFields fields) {
        ApiTokenReader.Wanted wanted = fields.read(reader::whole);
        return wanted(caller, wanted.applications())
                .map(kept -> wanted.keptTo(kept.isEmpty() ? null : kept))
                .flatMap(key -> keys.create(caller.organizationId(), key))
                .map(ApiTokenController::shownOnce);
    }

    @Requires(Permission.ADMIN)
    @PostMapping("/{key_id}/expire")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> expire(Caller caller, @PathVariable("key_id") String key, ServerHttpRequest request) {
        return seconds(request, "expiry", 0)
                .flatMap(after -> keys.expire(caller.organizationId(), key, after))
                .then();
    }

    @Requires(Permission.ADMIN)
    @PostMapping("/{key_id}/rotate")
    Mono<ResponseEntity<ApiTokenOut>> rotate(
            Caller caller, @PathVariable("key_id") String key, ServerHttpRequest request) {
        return seconds(request, "gracePeriodSeconds", DEFAULT_GRACE)
                .flatMap(grace -> keys.rotate(caller.organizationId(), key, grace))
                .map(ApiTokenController::shownOnce);
    }

    private Mono<Set<UUID>> wanted(Caller caller, @Nullable Set<String> names) {
        return names == null ? Mono.just(Set.of()) : applications.resolve(caller, names);
    }

    /** These operations have a body in some SDKs and none in others. */
    private static Mono<Duration> seconds(ServerHttpRequest request, String name, int otherwise) {
        return JsonBody.readIfAny(request, MAX_BYTES)
                .map(body -> RequestFields.parse(body)
                        .read(fields ->
                                Objects.requireNonNullElse(fields.optionalInteger(name, 0, MAX_GRACE), otherwise)))
                .defaultIfEmpty(otherwise)
                .map(Duration::ofSeconds);
    }

    private static ResponseEntity<ApiTokenOut> shownOnce(AccessKeys.FreshKey fresh) {
        return ResponseEntity.status(HttpStatus.CREATED)
                .cacheControl(CacheControl.noStore())
                .body(ApiTokenOut.whole(fresh));
    }
}
