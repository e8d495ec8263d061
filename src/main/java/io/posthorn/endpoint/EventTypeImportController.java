package io.posthorn.endpoint;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.api.JsonBody;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
@RequestMapping("/api/v1/event-type/import/openapi")
final class EventTypeImportController {

    private final EventTypeImports imports;

    EventTypeImportController(EventTypeImports imports) {
        this.imports = imports;
    }

    /** Takes over the webhooks of an OpenAPI document as event types. */
    @Requires(Permission.MANAGE)
    @PostMapping
    Mono<OpenApiImportOut> run(Caller caller, ServerHttpRequest request) {
        return JsonBody.read(request, OpenApiImportIn.MAX_BYTES)
                .map(OpenApiImportIn::parse)
                .flatMap(in -> imports.run(caller.organizationId(), in));
    }
}
