package io.posthorn.replay;

import io.posthorn.access.AuditTrail;
import io.posthorn.access.Caller;
import io.posthorn.access.Change;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.api.RequestFields;
import io.posthorn.api.TextRule;
import io.posthorn.application.Application;
import io.posthorn.id.IdKind;
import io.posthorn.ledger.Handling;
import io.posthorn.ledger.LedgerPaths;
import io.posthorn.ledger.Selection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Marks all that failed for good and fits a filter as handled, or opens it again: a background task. */
@RestController
final class HandleController {

    private static final int MOST_COUNTED = 100_000;

    private final LedgerPaths paths;
    private final Replays replays;
    private final Handling handling;
    private final AuditTrail audit;

    HandleController(LedgerPaths paths, Replays replays, Handling handling, AuditTrail audit) {
        this.paths = paths;
        this.replays = replays;
        this.handling = handling;
        this.audit = audit;
    }

    /** With {@code dry_run} it says how many deliveries it would change. */
    @Requires(Permission.MANAGE)
    @PostMapping("/api/v1/app/{app_id}/delivery/handle-all")
    Mono<ResponseEntity<?>> handleAll(
            Caller caller,
            @PathVariable("app_id") String app,
            @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun,
            RequestFields fields) {
        In in = fields.read(read -> In.read(read, replays));
        return paths.application(caller, app)
                .flatMap(application -> selection(caller, app, application, in))
                .flatMap(meant -> dryRun ? count(meant) : begin(caller, in.kind(), meant));
    }

    /**
     * What the caller means.
     *
     * @param handled whether it is to be marked, or opened again
     */
    private record In(ReplayIn which, @Nullable String endpoint, boolean handled) {

        static In read(RequestFields fields, Replays replays) {
            return new In(
                    ReplayIn.filtered(fields, replays.now()),
                    fields.optionalText("endpointId", TextRule.IDENTIFIER_256),
                    fields.flag("handled", true));
        }

        TaskKind kind() {
            return handled ? TaskKind.HANDLE : TaskKind.REOPEN;
        }

        Selection selection(UUID application, @Nullable UUID endpoint) {
            return which.selection(kind(), application, endpoint, !handled);
        }
    }

    private Mono<Selection> selection(Caller caller, String app, Application application, In in) {
        return in.endpoint() == null
                ? Mono.just(in.selection(application.id(), null))
                : paths.anyEndpoint(application, in.endpoint())
                        .switchIfEmpty(paths.endpoint(caller, app, in.endpoint())
                                .map(at -> at.endpoint().id()))
                        .map(endpoint -> in.selection(application.id(), endpoint));
    }

    private Mono<ResponseEntity<?>> count(Selection meant) {
        return handling.count(meant, MOST_COUNTED + 1)
                .map(found -> ResponseEntity.ok(
                        new ReplayController.WouldSend(Math.min(found, MOST_COUNTED), found > MOST_COUNTED)));
    }

    private Mono<ResponseEntity<?>> begin(Caller caller, TaskKind kind, Selection meant) {
        return replays.begin(caller, kind, meant, null, null)
                .delayUntil(task -> audit.note(
                        Change.in(meant.applicationId(), kind.text(), IdKind.TASK.format(task.id()), List.of())))
                .map(task -> ResponseEntity.status(HttpStatus.ACCEPTED).body(TaskOut.of(task)));
    }
}
