package io.posthorn.ingest;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.api.JsonBody;
import io.posthorn.application.Application;
import io.posthorn.application.ApplicationDirectory;
import io.posthorn.ingest.Ingest.Accepted;
import io.posthorn.ledger.MessageJson;
import io.posthorn.ledger.MessageKey;
import io.posthorn.ledger.MessageKeys;
import io.posthorn.ledger.MessageOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code POST /api/v1/app/{app_id}/msg}: answers 202 once the message is committed. */
@RestController
final class PublishController {

    private static final String REPLAYED = "Idempotent-Replayed";

    private final ApplicationDirectory applications;
    private final Ingest ingest;
    private final IngestProperties properties;

    PublishController(ApplicationDirectory applications, Ingest ingest, IngestProperties properties) {
        this.applications = applications;
        this.ingest = ingest;
        this.properties = properties;
    }

    @Requires(Permission.PUBLISH)
    @PostMapping("/api/v1/app/{app_id}/msg")
    Mono<ResponseEntity<byte[]>> publish(
            Caller caller,
            @PathVariable("app_id") String appId,
            @RequestParam(name = "with_content", defaultValue = "true") boolean withContent,
            ServerHttpRequest request) {
        return applications
                .require(caller, appId)
                .zipWith(JsonBody.read(request, properties.maxBodyBytes()))
                .flatMap(found -> publish(found.getT1(), request, found.getT2(), withContent));
    }

    private Mono<ResponseEntity<byte[]>> publish(
            Application application, ServerHttpRequest request, byte[] body, boolean withContent) {
        MessageIn message = MessageIn.parse(body, properties.maxPayloadBytes());
        return ingest.accept(application.id(), message, keys(application, message, request, body))
                .map(accepted -> answer(message, accepted, withContent));
    }

    private static List<MessageKey> keys(
            Application application, MessageIn message, ServerHttpRequest request, byte[] body) {
        List<MessageKey> keys = new ArrayList<>(2);
        Optional<String> key = IdempotencyKeys.of(request.getHeaders());
        key.ifPresent(text ->
                keys.add(MessageKeys.idempotency(application.organizationId(), publishPath(application), text, body)));
        if (message.eventId() != null) {
            keys.add(MessageKeys.eventId(application.id(), message.eventId(), body));
        }
        return keys;
    }

    /** One operation on one application, however the caller spelt the path. */
    private static String publishPath(Application application) {
        return "publish " + application.id();
    }

    private static ResponseEntity<byte[]> answer(MessageIn message, Accepted accepted, boolean withContent) {
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.status(HttpStatus.ACCEPTED).contentType(MediaType.APPLICATION_JSON);
        if (accepted.repeated()) {
            answer.header(REPLAYED, "true");
        }
        return answer.body(MessageJson.write(new MessageOut(
                accepted.messageId(),
                message.eventType(),
                message.eventId(),
                message.channels(),
                message.tags(),
                withContent ? message.payload() : MessageOut.NOT_ASKED_FOR)));
    }
}
