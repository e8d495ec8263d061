package io.posthorn.ledger;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.api.PageRequest;
import io.posthorn.api.QueryParameters;
import io.posthorn.application.ApplicationDirectory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What became of accepted messages: the messages themselves. Accepting them is another feature's. */
@RestController
@RequestMapping("/api/v1/app/{app_id}/msg")
final class MessageController {

    private final ApplicationDirectory applications;
    private final MessageDirectory directory;
    private final MessageQueries messages;

    MessageController(ApplicationDirectory applications, MessageDirectory directory, MessageQueries messages) {
        this.applications = applications;
        this.directory = directory;
        this.messages = messages;
    }

    @Requires(Permission.READ)
    @GetMapping
    Mono<ResponseEntity<byte[]>> list(
            Caller caller,
            @PathVariable("app_id") String app,
            @RequestParam MultiValueMap<String, String> query,
            PageRequest page) {
        LedgerFilter filter = LedgerFilter.read(query);
        boolean withContent = QueryParameters.read(query, "with_content", true);
        return applications
                .require(caller, app)
                .flatMap(application -> messages.list(application.id(), filter, page, withContent))
                .map(found -> json(MessageJson.writePage(found)));
    }

    @Requires(Permission.READ)
    @GetMapping("/{msg_id}")
    Mono<ResponseEntity<byte[]>> get(
            Caller caller,
            @PathVariable("app_id") String app,
            @PathVariable("msg_id") String message,
            @RequestParam MultiValueMap<String, String> query) {
        boolean withContent = QueryParameters.read(query, "with_content", true);
        return applications
                .require(caller, app)
                .flatMap(application -> directory.require(application, message, withContent))
                .map(found -> json(MessageJson.write(found)));
    }

    static ResponseEntity<byte[]> json(byte[] body) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(body);
    }
}
