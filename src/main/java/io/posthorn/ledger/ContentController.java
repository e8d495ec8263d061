package io.posthorn.ledger;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.api.RequestFields;
import io.posthorn.api.TextRule;
import io.posthorn.application.Application;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Takes back what messages contain; that they were sent, and to whom, stays. */
@RestController
@RequestMapping("/api/v1/app/{app_id}/msg")
final class ContentController {

    private static final int MOST = 1_000;

    private final LedgerPaths paths;
    private final MessageDirectory messages;
    private final Contents contents;

    ContentController(LedgerPaths paths, MessageDirectory messages, Contents contents) {
        this.paths = paths;
        this.messages = messages;
        this.contents = contents;
    }

    @Requires(Permission.MANAGE)
    @DeleteMapping("/{msg_id}/content")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> expunge(Caller caller, @PathVariable("app_id") String app, @PathVariable("msg_id") String message) {
        return paths.message(caller, app, message)
                .flatMap(of -> contents.expunge(of.application().id(), List.of(of.messageId())))
                .then();
    }

    @Requires(Permission.MANAGE)
    @PostMapping("/bulk-expunge")
    Mono<ResultsOut> expungeAll(Caller caller, @PathVariable("app_id") String app, RequestFields fields) {
        Set<String> ids = fields.read(in -> {
            Set<String> named = in.optionalTexts("ids", TextRule.IDENTIFIER_256, MOST);
            return named == null ? Set.<String>of() : named;
        });
        return paths.application(caller, app).flatMap(application -> expunge(application, ids));
    }

    private Mono<ResultsOut> expunge(Application application, Set<String> named) {
        return Flux.fromIterable(named)
                .concatMap(name -> messages.lookUp(application, name).map(id -> new Named(name, id)))
                .collectList()
                .flatMap(found -> contents.expunge(
                                application.id(), found.stream().map(Named::id).toList())
                        .map(gone -> ResultsOut.of(named, found, gone)));
    }

    private record Named(String name, UUID id) {}

    /**
     * What became of each.
     *
     * @param results {@code expunged} or {@code not-found}, by the names that were sent
     */
    record ResultsOut(Map<String, String> results) {

        private static ResultsOut of(Set<String> asked, List<Named> found, Set<UUID> gone) {
            Map<String, String> results = new LinkedHashMap<>();
            asked.forEach(name -> results.put(name, "not-found"));
            found.stream()
                    .filter(named -> gone.contains(named.id()))
                    .forEach(named -> results.put(named.name(), "expunged"));
            return new ResultsOut(results);
        }
    }
}
