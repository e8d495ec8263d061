package io.posthorn.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.api.Problem;
import io.posthorn.api.RequestFields;
import io.posthorn.api.TextRule;
import io.posthorn.endpoint.EventExamples;
import io.posthorn.ledger.LedgerPaths;
import io.posthorn.ledger.LedgerPaths.AtEndpoint;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Sends one endpoint the example of an event type, as a message like all others. */
@RestController
final class ExampleController {

    private static final TextRule READABLE =
            new TextRule(Pattern.compile("[ -~]+"), 1, 256, "1 to 256 printable ASCII characters");

    private final LedgerPaths paths;
    private final EventExamples examples;
    private final ExampleMessages messages;

    ExampleController(LedgerPaths paths, EventExamples examples, ExampleMessages messages) {
        this.paths = paths;
        this.examples = examples;
        this.messages = messages;
    }

    @Requires(Permission.CREATE_ATTEMPTS)
    @PostMapping("/api/v1/app/{app_id}/endpoint/{endpoint_id}/send-example")
    Mono<ResponseEntity<byte[]>> send(
            Caller caller,
            @PathVariable("app_id") String app,
            @PathVariable("endpoint_id") String endpoint,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            RequestFields fields) {
        if (key != null && !READABLE.allows(key)) {
            throw Problem.malformed("The Idempotency-Key header must be " + READABLE.allowed() + ".");
        }
        String eventType = fields.read(ExampleController::eventType);
        return paths.endpoint(caller, app, endpoint)
                .flatMap(at -> send(at, eventType, key))
                .map(json -> ResponseEntity.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(json));
    }

    private static String eventType(RequestFields fields) {
        // An event type has one example, its first.
        fields.optionalInteger("exampleIndex", 0, 0);
        return fields.text("eventType", TextRule.IDENTIFIER_256);
    }

    private Mono<byte[]> send(AtEndpoint at, String eventType, @Nullable String key) {
        Replays.enabled(at.endpoint());
        return examples.exampleFor(at.application().organizationId(), eventType)
                .switchIfEmpty(Mono.error(() -> Problem.notFound("There is no event type '" + eventType
                        + "' to take an example from. GET /api/v1/event-type lists those that exist.")))
                .flatMap(example -> messages.send(at, eventType, example, keyed(eventType, key)));
    }

    private static ExampleMessages.@Nullable Key keyed(String eventType, @Nullable String key) {
        return key == null ? null : new ExampleMessages.Key(key, eventType.getBytes(UTF_8));
    }
}
