package io.posthorn.replay;

import io.posthorn.access.Caller;
import io.posthorn.access.Permission;
import io.posthorn.access.Requires;
import io.posthorn.api.RequestFields;
import io.posthorn.ledger.LedgerPaths;
import io.posthorn.ledger.LedgerPaths.AtEndpoint;
import io.posthorn.ledger.Selection;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * Has many messages sent to an endpoint. Each operation begins a background task, or with {@code dry_run} says how many
 * messages it would send.
 */
@RestController
@RequestMapping("/api/v1/app/{app_id}/endpoint/{endpoint_id}")
final class ReplayController {

    private final LedgerPaths paths;
    private final Replays replays;

    ReplayController(LedgerPaths paths, Replays replays) {
        this.paths = paths;
        this.replays = replays;
    }

    /** What failed, or was given up. */
    @Requires(Permission.CREATE_ATTEMPTS)
    @PostMapping("/recover")
    Mono<ResponseEntity<?>> recover(
            Caller caller,
            @PathVariable("app_id") String app,
            @PathVariable("endpoint_id") String endpoint,
            @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun,
            RequestFields fields) {
        ReplayIn in = fields.read(read -> ReplayIn.range(read, replays.now()));
        return paths.endpoint(caller, app, endpoint).flatMap(at -> begin(caller, TaskKind.RECOVER, at, in, dryRun));
    }

    /** What the endpoint wants and was never attempted, because it is younger or was disabled. */
    @Requires(Permission.CREATE_ATTEMPTS)
    @PostMapping("/replay-missing")
    Mono<ResponseEntity<?>> replayMissing(
            Caller caller,
            @PathVariable("app_id") String app,
            @PathVariable("endpoint_id") String endpoint,
            @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun,
            RequestFields fields) {
        ReplayIn in = fields.read(read -> ReplayIn.range(read, replays.now()));
        return paths.endpoint(caller, app, endpoint).flatMap(at -> begin(caller, TaskKind.REPLAY, at, in, dryRun));
    }

    /** What was attempted, delivered or not, as far as the filters go. */
    @Requires(Permission.CREATE_ATTEMPTS)
    @PostMapping("/bulk-replay")
    Mono<ResponseEntity<?>> bulkReplay(
            Caller caller,
            @PathVariable("app_id") String app,
            @PathVariable("endpoint_id") String endpoint,
            @RequestParam(name = "dry_run", defaultValue = "false") boolean dryRun,
            RequestFields fields) {
        ReplayIn in = fields.read(read -> ReplayIn.filtered(read, replays.now()));
        return paths.endpoint(caller, app, endpoint).flatMap(at -> begin(caller, TaskKind.BULK_REPLAY, at, in, dryRun));
    }

    private Mono<ResponseEntity<?>> begin(Caller caller, TaskKind kind, AtEndpoint at, ReplayIn in, boolean dryRun) {
        Replays.enabled(at.endpoint());
        Selection selection =
                in.selection(kind, at.application().id(), at.endpoint().id());
        return dryRun
                ? replays.count(selection, at.endpoint()).map(found -> ResponseEntity.ok(WouldSend.of(found)))
                : replays.begin(caller, kind, selection, in.perSecond())
                        .map(task -> ResponseEntity.status(HttpStatus.ACCEPTED).body(TaskOut.of(task)));
    }

    /**
     * What a task would do.
     *
     * @param approximated whether counting stopped early, so that there may be more
     */
    record WouldSend(long count, boolean approximated) {

        private static WouldSend of(Replays.Count found) {
            return new WouldSend(found.count(), found.approximated());
        }
    }
}
