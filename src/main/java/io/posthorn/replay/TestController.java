package io.posthorn.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.api.JsonBody;
import io.posthorn.api.RequestFields;
import io.posthorn.endpoint.EndpointDrafts;
import io.posthorn.endpoint.EndpointTest;
import io.posthorn.ledger.LedgerPaths;
import io.posthorn.replay.TestEvents.Wanted;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Sends test events at once and answers with what came back; nothing of it goes into the ledger. */
@RestController
@RequestMapping("/api/v1/app/{app_id}/endpoint")
final class TestController {

    private static final int MAX_BYTES = 256 * 1024;

    private final LedgerPaths paths;
    private final EndpointDrafts drafts;
    private final TestDesk tests;

    TestController(LedgerPaths paths, EndpointDrafts drafts, TestDesk tests) {
        this.paths = paths;
        this.drafts = drafts;
        this.tests = tests;
    }

    /** To an endpoint as the body says it, as if it had been created; it is not. */
    @Requires(Permission.CREATE_ATTEMPTS)
    @PostMapping("/test")
    Mono<EndpointTest> draft(Caller caller, @PathVariable("app_id") String app, RequestFields fields) {
        Wanted wanted = fields.read(Wanted::read);
        return paths.application(caller, app)
                .flatMap(application -> tests.draft(application, drafts.draft(application, fields), wanted));
    }

    /** What an endpoint as the body says it would be sent, and when again; nothing is. */
    @Requires(Permission.MANAGE_ENDPOINTS)
    @PostMapping("/preview")
    Mono<TestPreview> preview(Caller caller, @PathVariable("app_id") String app, RequestFields fields) {
        Wanted wanted = fields.read(Wanted::read);
        return paths.application(caller, app)
                .flatMap(application -> tests.preview(application, drafts.draft(application, fields), wanted));
    }

    /** To an endpoint as it is. */
    @Requires(Permission.CREATE_ATTEMPTS)
    @PostMapping("/{endpoint_id}/test")
    Mono<EndpointTest> saved(
            Caller caller,
            @PathVariable("app_id") String app,
            @PathVariable("endpoint_id") String endpoint,
            ServerHttpRequest request) {
        return fields(request).map(fields -> fields.read(Wanted::read)).flatMap(wanted -> paths.endpoint(
                        caller, app, endpoint)
                .flatMap(at -> tests.saved(at.application(), at.endpoint(), wanted)));
    }

    /** No body means the same as an empty object. */
    private static Mono<RequestFields> fields(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        boolean empty = headers.getContentLength() <= 0 && !headers.containsHeader(HttpHeaders.TRANSFER_ENCODING);
        Mono<byte[]> body = empty ? Mono.just("{}".getBytes(UTF_8)) : JsonBody.read(request, MAX_BYTES);
        return body.map(RequestFields::parse);
    }
}
